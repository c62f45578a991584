// Loaded by an app before its own code (--require): the first page that its window asks for never comes.
const Module = require('node:module');

// Electron cannot be had before the app asks for it.
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === 'electron') {
    Module._load = load;
    loaded.app.once('ready', () => loseFirst(loaded.session.defaultSession.protocol));
  }
  return loaded;
};

function loseFirst(protocol) {
  const { handle } = protocol;
  let asked = false;
  protocol.handle = function (scheme, answer) {
    return handle.call(this, scheme, (request) => {
      if (asked) return answer(request);
      asked = true;
      return new Promise(() => undefined);
    });
  };
}
