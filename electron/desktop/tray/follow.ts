/** Keeps the tray as the workstation is. */
import type { Workstation } from '../../workstation-interface.ts';
import { followCounts } from './counts.ts';
import { trayView } from './model.ts';
import type { OpenTray } from './tray.ts';

/** Under load the counts change with every job; a menu need not. */
const PAUSE_MS = 200;

/** Shows how the workstation is at once, then whenever that changes; returns how to stop. */
export function followTray(
  workstation: Pick<Workstation, 'shop' | 'watch' | 'watchHealth' | 'health'>,
  tray: Pick<OpenTray, 'show'>,
): () => void {
  let health = workstation.health();
  let timer: NodeJS.Timeout | null = null;
  const show = () => tray.show(trayView(health, counts.now()));
  const later = () => {
    timer ??= setTimeout(() => {
      timer = null;
      show();
    }, PAUSE_MS);
  };
  const counts = followCounts(workstation, later);
  const stopHealth = workstation.watchHealth((next) => {
    health = next;
    later();
  });
  show();
  return () => {
    if (timer !== null) clearTimeout(timer);
    counts.stop();
    stopHealth();
  };
}
