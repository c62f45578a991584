/** Tells somebody who is not looking what the rules find worth telling. */
import type { Workstation } from '../../workstation-interface.ts';
import { NoticeRules } from './rules.ts';
import { noticeText, type NoticeText } from './texts.ts';

export type NoticeOptions = Readonly<{
  notify: (text: NoticeText) => void;
  /** Somebody has the window before them, which shows all of it. */
  isWatched: () => boolean;
}>;

/** Nothing is told of how things are now, only of what changes from here on. Returns how to stop. */
export function followNotices(
  workstation: Pick<Workstation, 'shop' | 'watch' | 'watchHealth' | 'health'>,
  { notify, isWatched }: NoticeOptions,
): () => void {
  const rules = new NoticeRules();
  let timer: NodeJS.Timeout | undefined;
  let plannedAt: number | null = null;
  const now = () => performance.now();

  const plan = () => {
    const at = rules.nextAt;
    if (at === plannedAt) return;
    plannedAt = at;
    clearTimeout(timer);
    if (at !== null) timer = setTimeout(tell, Math.max(0, at - now()));
  };
  const tell = () => {
    plannedAt = null;
    const notices = rules.due(now());
    if (!isWatched()) for (const notice of notices) notify(noticeText(notice, workstation.shop));
    plan();
  };

  rules.reset(workstation.shop);
  rules.health(workstation.health(), now());
  const stops = [
    workstation.watch({
      changes: ({ changes }) => {
        rules.changes(changes, now());
        plan();
      },
      reset: () => rules.reset(workstation.shop),
    }),
    workstation.watchHealth((health) => {
      rules.health(health, now());
      plan();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
