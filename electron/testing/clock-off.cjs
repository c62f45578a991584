// Loaded before a workstation's own code (--require): its wall clock stands off by the ms in PRINTRAFT_CLOCK_FILE. The file
// is read again and again, so that the clock can jump while it runs.
const { readFileSync } = require('node:fs');

const { Date: Real } = globalThis;
let offMs = 0;

function look() {
  try {
    offMs = Number(readFileSync(process.env.PRINTRAFT_CLOCK_FILE, 'utf8'));
  } catch {
    // Nobody has moved it yet.
  }
}

globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + offMs] : parts));
  }
  static now() {
    return Real.now() + offMs;
  }
};
look();
setInterval(look, 100).unref();
