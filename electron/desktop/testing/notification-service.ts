/** A desktop that shows notifications: org.freedesktop.Notifications. It reads them and clicks as a user does. */
import { Message, type MessageBus } from 'dbus-next';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';

export type Shown = Readonly<{ id: number; app: string; icon: string; title: string; body: string }>;

export class NotificationService {
  readonly shown: Shown[] = [];
  readonly #bus: MessageBus;
  readonly #waiting = new Set<() => void>();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message: Message) => this.#handle(message));
  }

  /** Becomes the session's service. */
  static async open(bus: MessageBus): Promise<NotificationService> {
    const service = new NotificationService(bus);
    await bus.requestName(NAME, 0);
    return service;
  }

  /** Resolves with the first that has this title; rejects after `limitMs`. */
  titled(title: string, limitMs = 20_000): Promise<Shown> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act();
      };
      const look = () => {
        const found = this.shown.find((each) => each.title === title);
        if (found !== undefined) finish(() => resolve(found));
      };
      const timer = setTimeout(() => {
        const titles = this.shown.map((each) => each.title).join(', ');
        finish(() => reject(new Error(`no “${title}” within ${limitMs} ms; shown: ${titles}`)));
      }, limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Somebody clicks on it. */
  click({ id }: Shown): void {
    this.#bus.send(Message.newSignal(PATH, NAME, 'ActionInvoked', 'us', [id, 'default']));
  }

  #handle(message: Message): boolean {
    if (message.path !== PATH || message.interface !== NAME) return false;
    switch (message.member) {
      case 'GetCapabilities':
        this.#answer(message, 'as', [['body', 'body-markup', 'actions']]);
        return true;
      case 'GetServerInformation':
        this.#answer(message, 'ssss', ['test', 'PrintRaft', '1', '1.2']);
        return true;
      case 'Notify': {
        const [app, , icon, title, body] = message.body as [string, number, string, string, string];
        const id = this.shown.length + 1;
        this.shown.push({ id, app, icon, title, body });
        this.#answer(message, 'u', [id]);
        for (const look of [...this.#waiting]) look();
        return true;
      }
      case 'CloseNotification':
        this.#answer(message, '', []);
        return true;
      default:
        return false;
    }
  }

  #answer(message: Message, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newMethodReturn(message, signature, body));
  }
}
