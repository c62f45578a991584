/** What shows of the app outside its window: the tray's icon and notifications. */
import { join } from 'node:path';
import type { Workstation } from '../workstation-interface.ts';
import { notifierKit, trayKit } from './kits.ts';
import { followNotices } from './notices/follow.ts';
import { createNotifier } from './notices/notifier.ts';
import { followTray } from './tray/follow.ts';
import { failedView, STARTING } from './tray/model.ts';
import { openTray } from './tray/tray.ts';

export type PresenceOptions = Readonly<{
  /** The folder of icons that the build draws. */
  icons: string;
  show: () => void;
  quit: () => void;
  /** Somebody has the window before them: it has the focus and shows the console. */
  isWatched: () => boolean;
  log: (sentence: string) => void;
}>;

export type Presence = Readonly<{
  /** The workstation is being started. */
  starting: () => void;
  /** Tells of this workstation from here on, and of no other. */
  follow: (workstation: Workstation) => void;
  /** There is no workstation, for this reason. */
  failed: (sentence: string) => void;
  close: () => void;
}>;

/** Puts up the icon, which says *starting* at first. Call once Electron is ready. Never throws. */
export function openPresence({ icons, show, quit, isWatched, log }: PresenceOptions): Presence {
  const tray = openTray({ kit: trayKit, platform: process.platform, icons, act: { show, quit }, log });
  // macOS and Windows put the app's own icon beside a notification.
  const icon = process.platform === 'linux' ? { icon: join(icons, 'app', '64x64.png') } : {};
  const notify = createNotifier({ kit: notifierKit, ...icon, show, log });
  let stops: readonly (() => void)[] = [];
  const leave = () => {
    for (const stop of stops) stop();
    stops = [];
  };
  return {
    starting: () => {
      leave();
      tray.show(STARTING);
    },
    follow: (workstation) => {
      leave();
      stops = [followTray(workstation, tray), followNotices(workstation, { notify, isWatched })];
    },
    failed: (sentence) => {
      leave();
      tray.show(failedView(sentence));
    },
    close: () => {
      leave();
      tray.close();
    },
  };
}
