/** The tray as a panel sees it over D-Bus, which is where the pixels, the tooltip and the menu arrive. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runApp } from '../testing/app-process.ts';
import type { RunningApp } from '../testing/app-process.ts';
import { freePorts } from '../testing/free-ports.ts';
import { emptyPlace } from '../testing/place.ts';
import { createShop } from '../testing/shop-processes.ts';
import type { ShopProcesses } from '../testing/shop-processes.ts';
import { until } from '../testing/until.ts';
import { closeWindow, INSPECTED, isShown } from './testing/main-process.ts';
import { startSessionBus } from './testing/session-bus.ts';
import type { SessionBus } from './testing/session-bus.ts';
import { openPanel } from './testing/status-notifier.ts';
import type { Panel, PanelItem, Seen } from './testing/status-notifier.ts';

/** The app; 2 and 3 run without a window. */
const APP = 1;

let bus: SessionBus;
let panel: Panel;
/** What the icon looked like, by the state of the shop. */
const pixels = new Map<string, string>();
const keep = (state: string, { icon }: Seen) => pixels.set(state, icon.argb.toString('base64'));

beforeAll(async () => {
  bus = await startSessionBus();
  panel = await openPanel(await bus.connect());
});
afterAll(() => bus.stop());

const untilShown = (app: RunningApp, shown: boolean) =>
  until(shown ? 'the window' : 'no window', async () => (await isShown(app)) === shown);

/** An app of its own on that directory; its shop has one workstation. */
async function solo(data: string, env: Record<string, string>): Promise<RunningApp> {
  const [http, link] = await freePorts(2);
  const at = ['--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  const app = runApp({
    args: [INSPECTED, '--data', data, '--found', 'A', ...at],
    env,
  });
  await app.ready();
  return app;
}

describe('the icon of an app that is one of three', () => {
  let shop: ShopProcesses;
  let item: PanelItem;

  beforeAll(async () => {
    const address = { DBUS_SESSION_BUS_ADDRESS: bus.address };
    shop = await createShop({ apps: (number) => number === APP, env: () => address });
    await shop.start(APP);
    item = await panel.item();
  });
  afterAll(() => shop.stopAll());

  it('says that it starts, until two are there', async () => {
    keep('starting', await item.becomes('starting', ({ tooltip }) => /start/i.test(tooltip)));
  });

  it('is well with all three', async () => {
    await shop.startAll();
    const seen = await item.becomes('all well', ({ tooltip }) => /any one|may fail|well/i.test(tooltip));
    keep('well', seen);
    expect(seen.menu).toEqual([
      expect.any(String),
      '-',
      'No jobs printing or waiting',
      '-',
      'Show PrintRaft',
      'Quit',
    ]);
  });

  it('follows a kill: with one gone it names who would help, and warns of quitting', async () => {
    await shop.kill(3);
    const seen = await item.becomes('degraded', ({ menu }) =>
      menu.some((label) => label.includes('switch on Workstation 3')),
    );
    keep('degraded', seen);
    expect(seen.menu).toContain('Quit (the shop will then be reading only)');
  });

  it('with two gone is reading only, and waits for either', async () => {
    await shop.kill(2);
    const seen = await item.becomes('reading only', ({ tooltip }) => tooltip.includes('Reading only'));
    keep('readingOnly', seen);
    expect(seen.menu.join('\n')).toContain('switch on Workstation 2 or Workstation 3');
  });

  it('follows their return, and looks as before', async () => {
    await shop.startAll();
    await item.becomes('well', ({ icon }) => icon.argb.toString('base64') === pixels.get('well'));
  });
});

describe('the menu', () => {
  it('shows the window that was closed, which had gone to the tray, and quits', async () => {
    const data = await emptyPlace();
    const before = panel.registrations();
    const app = await solo(data, { DBUS_SESSION_BUS_ADDRESS: bus.address });
    await until('its icon', () => Promise.resolve(panel.registrations() > before));
    const item = await panel.item();
    keep('alone', await item.becomes('alone', ({ tooltip }) => tooltip.includes('alone')));

    await untilShown(app, true);
    await closeWindow(app);
    await untilShown(app, false);
    await item.press('Show PrintRaft');
    await untilShown(app, true);

    await item.press('Quit');
    expect(await app.ended).toEqual({ code: 0, signal: null });
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });
});

it('has another picture for each state', () => {
  expect([...pixels.keys()].sort()).toEqual(['alone', 'degraded', 'readingOnly', 'starting', 'well']);
  expect(new Set(pixels.values()).size).toBe(5);
});

describe('where no panel shows icons', () => {
  it('the app runs all the same, and a second launch shows its window', async () => {
    const data = await emptyPlace();
    // The suite's own bus, on which nobody watches.
    const app = await solo(data, {});
    await closeWindow(app);
    await untilShown(app, false);

    const second = runApp({ args: ['--data', data] });
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(second.stderr).toContain('PrintRaft is open already; its window is shown.');
    await untilShown(app, true);
    expect(await app.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});
