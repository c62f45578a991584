/** Lines of real starts. */
import { expect, it } from 'vitest';
import { isNoise } from './noise.ts';

it.each([
  '[590:1125/205959.641934:ERROR:bus.cc(407)] Failed to connect to the bus: No such file or directory',
  '[615:1125/210000.146625:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
  '[1125/205339.837838:WARNING:vaapi_wrapper.cc(12)] nothing',
  '[29927:0100/000000.656231:ERROR:zygote_linux.cc(678)] write: Broken pipe (32)',
  '[590:12:1125/205959.641934:ERROR:dbus/bus.cc:407] Failed to connect to the bus',
  '(electron:4711): Gtk-WARNING **: 20:00:00.000: Theme parsing error',
  'Gtk-Message: 20:00:00.000: Failed to load module "canberra-gtk-module"',
  '(electron:4711): GLib-GIO-CRITICAL **: 20:00:00.000: g_settings_schema_source_lookup',
  'libva error: /usr/lib/dri/iHD_drv_video.so init failed',
])('holds back %s', (line) => {
  expect(isNoise(line)).toBe(true);
});

it.each([
  '[1125/205339.837838:FATAL:electron_main_delegate.cc(287)] Running as root without --no-sandbox is not supported.',
  'printraft: /data is in use by another PrintRaft (process 12).',
  'PrintRaft is open already; its window is shown.',
  "The window's page ended (crashed).",
  '/e/electron: error while loading shared libraries: libgtk-3.so.0: cannot open shared object file',
  'DevTools listening on ws://127.0.0.1:1/devtools/browser/x',
  '[ERROR] of somebody else',
  'Error: of a script',
  '',
])('shows %j', (line) => {
  expect(isNoise(line)).toBe(false);
});
