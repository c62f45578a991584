/** The tray as the desktop has it: touched only where what it shows has changed. It never fails its caller. */
import { join } from 'node:path';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { colourIcon, templateIcon } from './icon-files.ts';
import { STARTING, type TrayAction, type TrayItem, type TrayView } from './model.ts';
import { awaitPanel, type PanelWait } from './panel.ts';

/** What is used of Electron, handed in. */
export type TrayKit = Readonly<{
  createTray: (
    image: NativeImage,
  ) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>;
  buildMenu: (items: MenuItemConstructorOptions[]) => ReturnType<typeof Menu.buildFromTemplate>;
  loadImage: (file: string) => NativeImage;
}>;

export type TrayOptions = Readonly<{
  kit: TrayKit;
  platform: NodeJS.Platform;
  /** The folder of icons that the build draws. */
  icons: string;
  act: Readonly<Record<TrayAction, () => void>>;
  log: (sentence: string) => void;
  /** How it is noticed that the desktop has a panel for icons; Linux only. */
  panel?: (events: PanelWait) => () => void;
}>;

export type OpenTray = Readonly<{
  show: (view: TrayView) => void;
  close: () => void;
}>;

/**
 * Puts the icon up. On Linux it is put up anew when the panel that shows icons starts later than the app, as
 * happens at login: Chromium looks for one once (and registers again by itself only where one was there before).
 */
export function openTray(options: TrayOptions): OpenTray {
  const { kit, platform, icons, act, log } = options;
  const isMac = platform === 'darwin';
  let view = STARTING;
  let shown: Partial<TrayView> = {};
  let tray: ReturnType<TrayKit['createTray']> | null = null;

  const image = ({ icon }: TrayView) =>
    kit.loadImage(join(icons, isMac ? templateIcon(icon) : colourIcon(icon)));
  const menu = ({ menu: items }: TrayView) => kit.buildMenu(items.map((item) => menuItem(item, act)));

  const draw = () => {
    if (tray === null) return;
    try {
      if (view.icon !== shown.icon) tray.setImage(image(view));
      if (view.tooltip !== shown.tooltip) tray.setToolTip(view.tooltip);
      if (JSON.stringify(view.menu) !== JSON.stringify(shown.menu)) tray.setContextMenu(menu(view));
      shown = view;
    } catch (cause) {
      log(`The tray icon could not be changed: ${String(cause)}`);
    }
  };
  const remove = () => {
    tray?.destroy();
    tray = null;
    shown = {};
  };
  const put = () => {
    try {
      remove();
      tray = kit.createTray(image(view));
      shown = { icon: view.icon };
      // macOS opens the menu on a click, and would do both.
      if (!isMac) tray.on('click', act.show);
    } catch (cause) {
      log(`There is no tray icon: ${String(cause)}`);
    }
    draw();
  };

  const waitForPanel = options.panel ?? (platform === 'linux' ? awaitPanel : null);
  const stopWaiting = waitForPanel?.({ ready: put, late: put });
  if (waitForPanel === null) put();
  return {
    show: (next) => {
      view = next;
      draw();
    },
    close: () => {
      stopWaiting?.();
      remove();
    },
  };
}

function menuItem(item: TrayItem, act: TrayOptions['act']): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: item.label, enabled: false };
    case 'action':
      return { label: item.label, click: () => act[item.action]() };
  }
}
