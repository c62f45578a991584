// Loaded by an app before its own code (--require): its window is closed in the moment in which it would come up.
const Module = require('node:module');

// Electron cannot be had before the app asks for it.
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === 'electron') {
    Module._load = load;
    loaded.app.once('browser-window-created', (_event, window) => closeEarly(window));
  }
  return loaded;
};

function closeEarly(window) {
  globalThis.closed = new Promise((resolve) => {
    const { emit } = window;
    // Between the first drawing and whoever waits for it.
    window.emit = function (event, ...args) {
      if (event !== 'ready-to-show') return emit.call(this, event, ...args);
      window.close();
      setImmediate(() => resolve('early'));
      return emit.call(this, event, ...args);
    };
  });
}
