/** What tray and notifications use of Electron. Only here do they meet it. */
import { Menu, nativeImage, Notification, Tray } from 'electron';
import type { NotifierKit } from './notices/notifier.ts';
import type { TrayKit } from './tray/tray.ts';

export const trayKit: TrayKit = {
  createTray: (image) => new Tray(image),
  buildMenu: (items) => Menu.buildFromTemplate(items),
  loadImage: (file) => nativeImage.createFromPath(file),
};

export const notifierKit: NotifierKit = {
  isSupported: () => Notification.isSupported(),
  create: (options) => new Notification(options),
};
