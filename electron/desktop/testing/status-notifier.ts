/**
 * A panel that shows tray icons, as KDE and GNOME's extension are one: org.kde.StatusNotifierWatcher, and
 * com.canonical.dbusmenu for the menus. It sees an item as a panel does, and presses as a user does.
 */
import { Message, MessageFlag, MessageType, Variant, type MessageBus } from 'dbus-next';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

export type Seen = Readonly<{
  /** The icon's pixels as they come over the bus: ARGB, row by row. */
  icon: Readonly<{ size: number; argb: Buffer }>;
  tooltip: string;
  /** Labels from top to bottom; separators are `-`. */
  menu: readonly string[];
}>;

export type Panel = Readonly<{
  /** The item that registered last, once there is one; rejects after `limitMs`. */
  item: (limitMs?: number) => Promise<PanelItem>;
  /** How many registrations there were. */
  registrations: () => number;
}>;

/** Becomes the session's panel. */
export async function openPanel(bus: MessageBus): Promise<Panel> {
  let last: PanelItem | null = null;
  let count = 0;
  const waiting = new Set<(item: PanelItem) => void>();
  bus.addMethodHandler((message: Message) => {
    if (message.path !== '/StatusNotifierWatcher') return false;
    if (message.interface === WATCHER && message.member === 'RegisterStatusNotifierItem') {
      bus.send(Message.newMethodReturn(message));
      last = new PanelItem(bus, message.sender);
      count += 1;
      for (const resolve of waiting) resolve(last);
      waiting.clear();
      return true;
    }
    if (message.interface === PROPERTIES && message.member === 'Get') {
      const [, name] = message.body as [string, string];
      const value = name === 'ProtocolVersion' ? new Variant('i', 0) : new Variant('b', true);
      bus.send(Message.newMethodReturn(message, 'v', [value]));
      return true;
    }
    return false;
  });
  await bus.requestName(WATCHER, 0);
  return {
    registrations: () => count,
    item: (limitMs = 10_000) =>
      new Promise((resolve, reject) => {
        if (last !== null) return resolve(last);
        const timer = setTimeout(() => reject(new Error(`no tray icon within ${limitMs} ms`)), limitMs);
        waiting.add((item) => {
          clearTimeout(timer);
          resolve(item);
        });
      }),
  };
}

type MenuEntry = Readonly<{ id: number; label: string; isEnabled: boolean }>;
type Layout = readonly [
  id: number,
  properties: Record<string, Variant>,
  children: readonly Variant<Layout>[],
];

export class PanelItem {
  readonly #bus: MessageBus;
  readonly #owner: string;

  constructor(bus: MessageBus, owner: string) {
    this.#bus = bus;
    this.#owner = owner;
    // So that the bus brings what the item says; they are never taken back, as the bus ends with the test.
    this.#bus.send(
      new Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: [`type='signal',sender='${owner}'`],
      }),
    );
  }

  /** What a panel would show now. */
  async seen(): Promise<Seen> {
    const properties = await this.#properties();
    const [[size, , argb]] = properties.IconPixmap?.value as [[number, number, Buffer]];
    const [, , tooltip] = properties.ToolTip?.value as [string, unknown, string];
    return { icon: { size, argb }, tooltip, menu: (await this.#entries()).map(({ label }) => label) };
  }

  /** Resolves with what is seen once `condition` holds of it: now, or after something that the item says. */
  becomes(what: string, condition: (seen: Seen) => boolean, limitMs = 15_000): Promise<Seen> {
    return new Promise((resolve, reject) => {
      let latest: Seen | null = null;
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.#bus.off('message', onMessage);
        act();
      };
      const look = () => {
        this.seen().then(
          (seen) => {
            latest = seen;
            if (condition(seen)) finish(() => resolve(seen));
          },
          (cause: unknown) => finish(() => reject(new Error('the bus did not answer', { cause }))),
        );
      };
      const onMessage = (message: Message) => {
        // Its answers to our own questions come the same way.
        if (message.sender === this.#owner && message.type === MessageType.SIGNAL) look();
      };
      const timer = setTimeout(
        () =>
          finish(() =>
            reject(
              new Error(
                `not within ${limitMs} ms: ${what}; seen: ${latest?.tooltip} ${latest?.menu.join(' | ')}`,
              ),
            ),
          ),
        limitMs,
      );
      this.#bus.on('message', onMessage);
      look();
    });
  }

  /** A click on the icon. */
  async activate(): Promise<void> {
    await this.#call('/StatusNotifierItem', ITEM, 'Activate', 'ii', [0, 0]);
  }

  /** A click on the menu's entry that begins so. */
  async press(label: string): Promise<void> {
    const entry = (await this.#entries()).find((each) => each.label.startsWith(label));
    if (entry?.isEnabled !== true) throw new Error(`the menu has no ${label} that can be pressed`);
    const path = await this.#menuPath();
    const body = [entry.id, 'clicked', new Variant('i', 0), 0];
    // No answer is waited for: an app that quits gives none.
    this.#bus.send(
      new Message({
        destination: this.#owner,
        path,
        interface: MENU,
        member: 'Event',
        signature: 'isvu',
        body,
        flags: MessageFlag.NO_REPLY_EXPECTED,
      }),
    );
  }

  async #entries(): Promise<readonly MenuEntry[]> {
    const path = await this.#menuPath();
    const [, layout] = (await this.#call(path, MENU, 'GetLayout', 'iias', [0, -1, []])) as [number, Layout];
    return layout[2].map(({ value: [id, properties] }) => ({
      id,
      label: properties.type?.value === 'separator' ? '-' : String(properties.label?.value ?? ''),
      isEnabled: properties.enabled?.value !== false,
    }));
  }

  async #menuPath(): Promise<string> {
    return (await this.#properties()).Menu?.value as string;
  }

  async #properties(): Promise<Record<string, Variant>> {
    const [all] = await this.#call('/StatusNotifierItem', PROPERTIES, 'GetAll', 's', [ITEM]);
    return all as Record<string, Variant>;
  }

  async #call(
    path: string,
    name: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> {
    const call = new Message({ destination: this.#owner, path, interface: name, member, signature, body });
    const reply = await this.#bus.call(call);
    return (reply?.body ?? []) as unknown[];
  }
}
