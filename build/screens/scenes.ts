/** Every screen, dialog and state of the console that somebody should have looked at. */
import type { Page, WebSocketRoute } from 'playwright-core';

/** Which shop the page is opened on. */
export type Stage = 'busy' | 'readingOnly' | 'empty' | 'shopless';

export type Scene = Readonly<{
  name: string;
  stage: Stage;
  screen: 'printers' | 'filament' | 'jobs' | 'activity' | 'shop';
  /** Before the page is opened. */
  before?: (page: Page) => Promise<void>;
  /** From the opened page to what is to be seen. */
  act?: (page: Page) => Promise<void>;
  /** Whether, in wide windows, more than the window's height is wanted. */
  whole?: boolean;
}>;

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();

const menu = (of: string, item: string) => async (page: Page) => {
  await press(`More for ${of}`)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

const inDialog = (page: Page, label: string, text: string) =>
  page.getByRole('dialog').getByLabel(label, { exact: true }).fill(text);

const submit = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

/** Between page and workstation: changes or withholds messages. */
const between = (each: (route: WebSocketRoute, server: WebSocketRoute) => void) => (page: Page) =>
  page.routeWebSocket('**/console', (route) => each(route, route.connectToServer()));

const withholdCommands = between((route, server) =>
  route.onMessage((message) => {
    if (!String(message).includes('"request":"execute"')) server.send(message);
  }),
);

/** Says that all went well, and does nothing: other pictures are of the same shop. */
const acceptCommands = between((route, server) =>
  route.onMessage((message) => {
    const [, id] = /^\{"id":(\d+),"request":"execute"/.exec(String(message)) ?? [];
    if (id === undefined) server.send(message);
    else route.send(JSON.stringify({ id: Number(id), result: { ok: true, id: 'A1-1' } }));
  }),
);

/** The connection breaks once the records are there, and none comes after it. */
const loseAfterLoading = async (page: Page) => {
  let connections = 0;
  await page.routeWebSocket('**/console', (route) => {
    connections += 1;
    if (connections > 1) {
      void route.close();
      return;
    }
    route.connectToServer().onMessage((message) => {
      route.send(message);
      // Not at once: what was sent right before a close would be lost with it.
      if (String(message).includes('"done":true')) setTimeout(() => void route.close(), 500);
    });
  });
};

const giveFile = async (page: Page, name: string, content: string) => {
  await press('Import and export')(page);
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
  await page.getByRole('dialog').getByLabel('File', { exact: true }).setInputFiles(file);
};
const PRINTERS = [
  'ID,Maker,Model,Note,Nozzles (mm),Colour of the case',
  'MK4S-1,Prusa,MK4S,By the window,0.4,orange',
  'MK4S-2,Prusa,MK4S,,0.4; 0.6,orange',
  ...Array.from({ length: 12 }, (_, n) => `A1-${n + 1},Bambu Lab,A1 mini,,0.4,white`),
];

export const SCENES: readonly Scene[] = [
  { name: 'printers', stage: 'busy', screen: 'printers', whole: true },
  { name: 'filament', stage: 'busy', screen: 'filament', whole: true },
  { name: 'jobs', stage: 'busy', screen: 'jobs', whole: true },
  {
    name: 'activity',
    stage: 'busy',
    screen: 'activity',
    act: (page) => page.getByText('added job').first().waitFor(),
  },
  { name: 'shop', stage: 'busy', screen: 'shop' },
  {
    name: 'shop-details',
    stage: 'busy',
    screen: 'shop',
    act: (page) => page.getByText('Details', { exact: true }).click(),
    whole: true,
  },
  {
    name: 'jobs-search',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await page.getByRole('button', { name: 'Queued' }).click();
      await page.getByRole('searchbox').fill('order');
    },
  },
  {
    name: 'filament-nothing-found',
    stage: 'busy',
    screen: 'filament',
    act: (page) => page.getByRole('searchbox').fill('glow in the dark'),
  },
  { name: 'menu', stage: 'busy', screen: 'printers', act: press('More for MK4S-2') },
  {
    name: 'menu-start-on',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await press('More for J-0047')(page);
      await page.getByRole('menuitem', { name: 'Start on' }).press('ArrowRight');
      await page.getByRole('menuitem', { name: /^X1C-2/ }).waitFor();
    },
  },
  { name: 'menu-files', stage: 'busy', screen: 'filament', act: press('Import and export') },
  { name: 'menu-files-activity', stage: 'busy', screen: 'activity', act: press('Import and export') },
  {
    name: 'import',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await press('Import and export')(page);
      await page.getByRole('menuitem', { name: 'Import…' }).click();
    },
  },
  {
    name: 'import-looked',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await giveFile(page, 'printers of the new hall.csv', PRINTERS.join('\n'));
      await page.getByText('12 printers will be added').waitFor();
    },
  },
  {
    name: 'import-wrong',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      const rows = [...PRINTERS, 'X1,,X1C,,wide,black', 'MK4S-1,Prusa,MK4S,,0.4,', ',Bambu Lab,,,0.4,'];
      await giveFile(page, 'printers.csv', rows.join('\n'));
      await page.getByText('things are wrong').waitFor();
    },
  },
  {
    name: 'import-guess',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await giveFile(page, 'notes.csv', 'ID,Note\nS-0001,Nearly empty\n');
      await page.getByText('A guess').waitFor();
    },
  },
  {
    name: 'import-rubbish',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await giveFile(page, 'photo.png', '\u0089PNG\0\0');
      await page.getByText('no text file').waitFor();
    },
  },
  {
    name: 'import-reading-only',
    stage: 'readingOnly',
    screen: 'printers',
    async act(page) {
      await giveFile(page, 'printers.csv', PRINTERS.join('\n'));
      await submit(page, 'Import all of it');
      await page.getByText('Nothing was brought in').waitFor();
    },
  },
  {
    name: 'import-done',
    stage: 'busy',
    screen: 'printers',
    before: acceptCommands,
    async act(page) {
      await giveFile(page, 'printers.csv', PRINTERS.join('\n'));
      await submit(page, 'Import all of it');
      await page.getByText('Brought in').waitFor();
    },
  },
  {
    name: 'dialog-start-anyway',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await menu('J-0047', 'Start anyway…')(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Printer', { exact: true }).selectOption('X1C-2');
      await dialog.getByLabel('Spool', { exact: true }).selectOption({ index: 3 });
      await dialog.getByText('overrule').first().waitFor();
    },
  },
  { name: 'operator-menu', stage: 'busy', screen: 'printers', act: press('Operator: Nobody picked') },
  { name: 'theme-menu', stage: 'busy', screen: 'printers', act: press('Theme') },
  { name: 'dialog-add-printer', stage: 'busy', screen: 'printers', act: press('Add printer') },
  {
    name: 'dialog-add-printer-more',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await press('Add printer')(page);
      await page.getByText('More', { exact: true }).click();
    },
  },
  { name: 'dialog-failed', stage: 'busy', screen: 'printers', act: press('Failed…') },
  { name: 'dialog-change-spool', stage: 'busy', screen: 'printers', act: menu('MK4S-1', 'Change spool…') },
  { name: 'dialog-edit-printer', stage: 'busy', screen: 'printers', act: menu('MK4S-1', 'Edit') },
  {
    name: 'dialog-retire-refused',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      await menu('MK4S-1', 'Retire')(page);
      await submit(page, 'Retire printer');
      await page.getByText('still has jobs').waitFor();
    },
  },
  { name: 'dialog-cancel-job', stage: 'busy', screen: 'printers', act: press('Cancel job') },
  { name: 'dialog-add-filament', stage: 'busy', screen: 'filament', act: press('Add filament') },
  {
    name: 'dialog-add-spool',
    stage: 'busy',
    screen: 'filament',
    act: (page) => page.locator('.screen-actions').getByRole('button', { name: 'Add spool' }).click(),
  },
  {
    name: 'dialog-add-spool-new',
    stage: 'busy',
    screen: 'filament',
    async act(page) {
      await page.locator('.screen-actions').getByRole('button', { name: 'Add spool' }).click();
      await page.getByLabel('Filament is').selectOption('new');
    },
  },
  { name: 'dialog-weigh', stage: 'busy', screen: 'filament', act: press('Weigh') },
  { name: 'dialog-move-spool', stage: 'busy', screen: 'filament', act: menu('S-0005', 'Move…') },
  { name: 'dialog-edit-filament', stage: 'busy', screen: 'filament', act: menu('F-0001', 'Edit') },
  {
    name: 'dialog-new-job',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await press('New job')(page);
      await page.getByLabel('Spool', { exact: true }).selectOption('S-0005');
    },
  },
  {
    name: 'dialog-new-job-wrong',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await press('New job')(page);
      await inDialog(page, 'Filament needed (g)', 'lots');
      await submit(page, 'Create job');
      await page.getByText('must be a number').waitFor();
    },
  },
  {
    name: 'dialog-new-job-refused',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await press('New job')(page);
      await inDialog(page, 'File', 'tray.gcode');
      await page.getByLabel('Printer', { exact: true }).selectOption('P1S-1');
      await page.getByLabel('Spool', { exact: true }).selectOption('S-0008');
      await inDialog(page, 'Filament needed (g)', '250');
      await submit(page, 'Create job');
      await page.getByText('are needed').waitFor();
    },
  },
  {
    name: 'start-refused',
    stage: 'busy',
    screen: 'jobs',
    async act(page) {
      await page.getByRole('row', { name: 'Job J-0039' }).getByRole('button', { name: 'Start' }).click();
      await page.getByText('is still printing').first().waitFor();
    },
  },
  {
    name: 'saving',
    stage: 'busy',
    screen: 'printers',
    before: withholdCommands,
    act: (page) =>
      page.getByRole('article', { name: 'Printer MK4S-1' }).getByRole('button', { name: 'Finish' }).click(),
  },
  {
    name: 'focus',
    stage: 'busy',
    screen: 'printers',
    async act(page) {
      for (let n = 0; n < 9; n += 1) await page.keyboard.press('Tab');
    },
  },
  { name: 'reading-only', stage: 'readingOnly', screen: 'printers' },
  { name: 'reading-only-shop', stage: 'readingOnly', screen: 'shop' },
  {
    name: 'reading-only-form',
    stage: 'readingOnly',
    screen: 'jobs',
    async act(page) {
      await press('New job')(page);
      await inDialog(page, 'File', 'tray.gcode');
      await page.getByLabel('Printer', { exact: true }).selectOption('P1S-1');
      await page.getByLabel('Spool', { exact: true }).selectOption('S-0005');
      await inDialog(page, 'Filament needed (g)', '25');
      await submit(page, 'Create job');
      await page.getByText('Not saved').waitFor();
    },
  },
  {
    name: 'connecting',
    stage: 'busy',
    screen: 'printers',
    before: between((route) => route.onMessage(() => undefined)),
    act: (page) => page.getByText('Connecting').first().waitFor(),
  },
  {
    name: 'outdated',
    stage: 'busy',
    screen: 'printers',
    before: between((route, server) =>
      server.onMessage((message) => route.send(String(message).replace('"protocol":1', '"protocol":99'))),
    ),
    act: (page) => page.getByText('different versions').waitFor(),
  },
  {
    name: 'connection-lost',
    stage: 'busy',
    screen: 'jobs',
    before: loseAfterLoading,
    act: (page) => page.getByText('does not answer').waitFor(),
  },
  { name: 'empty-printers', stage: 'empty', screen: 'printers' },
  { name: 'empty-filament', stage: 'empty', screen: 'filament' },
  { name: 'empty-jobs', stage: 'empty', screen: 'jobs' },
  { name: 'empty-activity', stage: 'empty', screen: 'activity' },
  { name: 'empty-shop', stage: 'empty', screen: 'shop' },
  { name: 'no-shop', stage: 'shopless', screen: 'printers' },
];
