// Loaded by an app before its own code (--require): its wall clock stands as far off as `globalThis.clockOffMs` says.
const { Date: Real } = globalThis;
globalThis.clockOffMs = 0;
const now = () => Real.now() + globalThis.clockOffMs;
globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};
