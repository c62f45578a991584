/** An environment in which `npm start` shows no window, whatever display there is, on every system. */
export const WINDOWLESS = {
  DISPLAY: undefined,
  WAYLAND_DISPLAY: undefined,
  ELECTRON_OVERRIDE_DIST_PATH: '/nowhere',
} as const;
