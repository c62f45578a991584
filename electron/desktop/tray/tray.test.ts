import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { aHealth, FakeWorkstation, jobIs, members } from '../testing/fake-workstation.ts';
import { followTray } from './follow.ts';
import { trayView } from './model.ts';
import type { PanelWait } from './panel.ts';
import { openTray, type TrayKit } from './tray.ts';

/** Electron's part, that writes down what is asked of it. */
function desk(platform: NodeJS.Platform = 'win32', { broken = false } = {}) {
  const calls: string[] = [];
  let menu: MenuItemConstructorOptions[] = [];
  let click: (() => void) | null = null;
  const kit: TrayKit = {
    loadImage: (file) => file as unknown as NativeImage,
    buildMenu: (items) => items as unknown as Menu,
    createTray: (image) => {
      if (broken) throw new Error('no tray here');
      calls.push(`create ${image as unknown as string}`);
      return {
        setImage: (file) => calls.push(`image ${file as unknown as string}`),
        setToolTip: (words) => calls.push(`tooltip ${words}`),
        setContextMenu: (items) => {
          menu = items as unknown as MenuItemConstructorOptions[];
          calls.push('menu');
        },
        on: ((_event: string, listener: () => void) => {
          click = listener;
        }) as ReturnType<TrayKit['createTray']>['on'],
        destroy: () => calls.push('destroy'),
      };
    },
  };
  const done: string[] = [];
  const said: string[] = [];
  let panel: PanelWait | null = null;
  const tray = openTray({
    kit,
    platform,
    icons: '/icons',
    act: { show: () => done.push('show'), quit: () => done.push('quit') },
    log: (sentence) => said.push(sentence),
    ...(platform === 'linux' && {
      panel: (events: PanelWait) => {
        panel = events;
        return () => calls.push('stop waiting');
      },
    }),
  });
  return {
    tray,
    done,
    said,
    panel: () => panel!,
    menu: () => menu,
    click: () => click,
    /** What was asked since the last time. */
    calls: () => calls.splice(0),
  };
}

const press = (menu: MenuItemConstructorOptions[], label: string) =>
  (menu.find((item) => item.label === label)!.click as () => void)();
const well = trayView(aHealth(), { printing: 0, waiting: 0 });

describe('the tray icon', () => {
  it('is there from the start, and says so', () => {
    expect(desk().calls()).toEqual([
      'create /icons/tray-starting.png',
      'tooltip PrintRaft is starting.',
      'menu',
    ]);
  });

  it('is touched where something has changed, and nowhere else', () => {
    const { tray, calls } = desk();
    calls();
    tray.show(well);
    expect(calls()).toEqual(['image /icons/tray-well.png', `tooltip ${well.tooltip}`, 'menu']);
    tray.show(trayView(aHealth(), { printing: 0, waiting: 0 }));
    expect(calls()).toEqual([]);
    tray.show(trayView(aHealth(), { printing: 1, waiting: 0 }));
    expect(calls()).toEqual(['menu']);
  });

  it('leads to the window and to the end', () => {
    const { menu, click, done } = desk();
    press(menu(), 'Show PrintRaft');
    press(menu(), 'Quit');
    click()!();
    expect(done).toEqual(['show', 'quit', 'show']);
  });

  it('is a template on macOS, where a click opens its menu and nothing else', () => {
    const { tray, calls, click } = desk('darwin');
    expect(calls()[0]).toBe('create /icons/tray-startingTemplate.png');
    tray.show(well);
    expect(calls()[0]).toBe('image /icons/tray-wellTemplate.png');
    expect(click()).toBeNull();
  });

  it('goes with the app', () => {
    const { tray, calls } = desk();
    tray.show(well);
    calls();
    tray.close();
    tray.show(trayView(aHealth({ mode: 'alone' }), { printing: 0, waiting: 0 }));
    expect(calls()).toEqual(['destroy']);
  });

  it('that the desktop does not have stops nobody', () => {
    const { tray, said } = desk('win32', { broken: true });
    tray.show(well);
    tray.close();
    expect(said).toEqual(['There is no tray icon: Error: no tray here']);
  });
});

describe('on Linux the tray icon', () => {
  it('waits a moment for a panel, and then shows what is so by then', () => {
    const { tray, calls, panel } = desk('linux');
    tray.show(well);
    expect(calls()).toEqual([]);
    panel().ready();
    expect(calls()).toEqual(['create /icons/tray-well.png', `tooltip ${well.tooltip}`, 'menu']);
  });

  it('is put up anew for a panel that came later', () => {
    const { tray, calls, panel } = desk('linux');
    panel().ready();
    tray.show(well);
    calls();
    panel().late();
    expect(calls()).toEqual(['destroy', 'create /icons/tray-well.png', `tooltip ${well.tooltip}`, 'menu']);
    tray.close();
    expect(calls()).toEqual(['stop waiting', 'destroy']);
  });
});

describe('the tray of a workstation', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows how it is, follows its health and its jobs, and pauses between changes', () => {
    const workstation = new FakeWorkstation();
    const shown: ReturnType<typeof trayView>[] = [];
    const stop = followTray(workstation, { show: (view) => shown.push(view) });
    expect(shown).toEqual([well]);

    for (let n = 0; n < 50; n++) workstation.commit(jobIs(`J-${n}`, 'Queued'));
    const degraded = aHealth({ mode: 'degraded', members: members('Laser-PC') });
    workstation.becomes(degraded);
    expect(shown).toHaveLength(1);
    vi.runAllTimers();
    expect(shown.slice(1)).toEqual([trayView(degraded, { printing: 0, waiting: 50 })]);

    workstation.becomes(aHealth());
    stop();
    vi.runAllTimers();
    expect(shown).toHaveLength(2);
    expect(workstation.watched).toBe(0);
  });
});
