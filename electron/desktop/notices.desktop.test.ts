/** Notifications as the desktop gets them: over D-Bus, from the app whose window nobody looks at. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createShop } from '../testing/shop-processes.ts';
import type { ShopProcesses } from '../testing/shop-processes.ts';
import { until } from '../testing/until.ts';
import { RunningApp } from '../testing/app-process.ts';
import { closeWindow, INSPECTED, isShown } from './testing/main-process.ts';
import { NotificationService } from './testing/notification-service.ts';
import { startSessionBus } from './testing/session-bus.ts';
import type { SessionBus } from './testing/session-bus.ts';

/** The app; 2 and 3 run without a window. */
const APP = 1;

let bus: SessionBus;
let desktop: NotificationService;
let shop: ShopProcesses;
let app: RunningApp;

beforeAll(async () => {
  bus = await startSessionBus();
  desktop = await NotificationService.open(await bus.connect());
  shop = await createShop({
    apps: (number) => number === APP,
    env: () => ({ DBUS_SESSION_BUS_ADDRESS: bus.address }),
    flags: (number) => (number === APP ? [INSPECTED] : []),
  });
  await shop.startAll();
  await shop.untilLed();
  const process = shop.process(APP);
  if (!(process instanceof RunningApp)) throw new Error('workstation 1 is no app');
  app = process;
  await closeWindow(app);
});
afterAll(async () => {
  await shop.stopAll();
  await bus.stop();
});

/** As a client of the other workstation asks for it. */
async function send(method: 'POST' | 'PATCH', path: string, body: object): Promise<void> {
  const response = await fetch(`${shop.url(2)}/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

it('tells of a print that another workstation called finished, and of the spool that it left low', async () => {
  await send('POST', 'printers', { id: 'MK4S-1', company: 'Prusa', model: 'MK4S' });
  const spool = { id: 'S-0001', type: 'PLA', color: 'Blue' };
  await send('POST', 'filaments', { ...spool, total_weight_in_grams: 1000, remaining_weight_in_grams: 300 });
  const job = { id: 'J-1', printer_id: 'MK4S-1', filament_id: 'S-0001', filepath: 'bracket.gcode' };
  await send('POST', 'jobs', { ...job, print_weight_in_grams: 250 });
  await send('PATCH', 'jobs/J-1/status', { status: 'Running' });
  await send('PATCH', 'jobs/J-1/status', { status: 'Done' });

  const finished = await desktop.titled('Print finished');
  expect(finished.body).toBe('bracket.gcode on MK4S-1 (J-1)');
  const low = await desktop.titled('Spool low');
  expect(low.body).toMatch(/^S-0001.*: 50 g of 1000 g left$/);
});

it('a click on it brings the window back', async () => {
  expect(await isShown(app)).toBe(false);
  desktop.click(await desktop.titled('Print finished'));
  await until('the window', () => isShown(app));
  await closeWindow(app);
});

it('tells that nothing can be changed and who is missing, and later that it can be again', async () => {
  await Promise.all([shop.kill(2), shop.kill(3)]);
  const lost = await desktop.titled('Reading only');
  expect(lost.body).toContain('Workstation 2');
  expect(lost.body).toContain('Workstation 3');
  await shop.startAll();
  await desktop.titled('Changes are possible again', 40_000);
});
