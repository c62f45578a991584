/** The desktop's own notifications. A desktop without them, or one that fails, is nobody's concern. */
import type { NoticeText } from './texts.ts';

/** What is used of Electron's Notification. */
export interface NativeNotification {
  on(event: 'click' | 'close', listener: () => void): unknown;
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown;
  show(): void;
}

/** What is used of Electron, handed in. */
export type NotifierKit = Readonly<{
  isSupported: () => boolean;
  create: (options: { title: string; body: string; icon?: string }) => NativeNotification;
}>;

export type NotifierOptions = Readonly<{
  kit: NotifierKit;
  /** A PNG, or none where the system puts the app's own beside it. */
  icon?: string;
  /** Somebody clicked on one. */
  show: () => void;
  log: (sentence: string) => void;
}>;

/** A click on one that is no longer held would lead nowhere; of so many, nobody clicks the oldest. */
const HELD = 20;

export function createNotifier({ kit, icon, show, log }: NotifierOptions): (text: NoticeText) => void {
  const held = new Set<unknown>();
  return ({ title, body }) => {
    try {
      if (!kit.isSupported()) return;
      const notification = kit.create({ title, body, ...(icon === undefined ? {} : { icon }) });
      const forget = () => held.delete(notification);
      notification.on('click', () => {
        forget();
        show();
      });
      notification.on('close', forget);
      notification.on('failed', (_event, error) => {
        forget();
        log(`A notification was not shown: ${error}`);
      });
      held.add(notification);
      for (const oldest of held) {
        if (held.size <= HELD) break;
        held.delete(oldest);
      }
      notification.show();
    } catch (cause) {
      log(`A notification was not shown: ${String(cause)}`);
    }
  };
}
