// Loaded before a workstation's own code (--require): its wall clock stands off by PRINTRAFT_CLOCK_OFF_MS.
const { Date: Real } = globalThis;
const offMs = Number(process.env.PRINTRAFT_CLOCK_OFF_MS ?? 0);
globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + offMs] : parts));
  }
  static now() {
    return Real.now() + offMs;
  }
};
