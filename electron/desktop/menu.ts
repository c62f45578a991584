/** The app's menu, as data. Pure. */
import type { MenuItemConstructorOptions } from 'electron';

/** Where there is no menu bar, it is what gives the usual keys their meaning; the bar shows on Alt. */
export function appMenu(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  };
  if (platform === 'darwin') {
    return [{ role: 'appMenu' }, { role: 'editMenu' }, view, { role: 'windowMenu' }];
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: '&Close window', role: 'close' },
      { label: '&Quit PrintRaft', role: 'quit', accelerator: 'CommandOrControl+Q' },
    ],
  };
  return [file, { role: 'editMenu' }, view];
}
