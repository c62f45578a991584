import { describe, expect, it } from 'vitest';
import { appMenu } from './menu.ts';

const platforms = ['win32', 'linux', 'darwin'] as const;
const rolesOf = (platform: NodeJS.Platform) =>
  appMenu(platform).flatMap((menu) => [
    menu.role,
    ...(Array.isArray(menu.submenu) ? menu.submenu.map((item) => item.role) : []),
  ]);

describe('the menu', () => {
  it.each(platforms)(
    'gives the usual keys their meaning on %s: edit, zoom, reload, full screen',
    (platform) => {
      expect(rolesOf(platform)).toEqual(
        expect.arrayContaining(['editMenu', 'reload', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen']),
      );
    },
  );

  it.each(['win32', 'linux'] as const)('closes the window and quits the app on %s', (platform) => {
    expect(rolesOf(platform)).toEqual(expect.arrayContaining(['close', 'quit']));
  });

  it('is the app’s own menu on macOS, where Quit is looked for', () => {
    expect(rolesOf('darwin')[0]).toBe('appMenu');
  });
});
