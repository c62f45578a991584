/** Being told to stop, for as long as somebody else is told along with it. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type StopSignals = Readonly<{
  /** Aborted by the first. */
  stop: AbortSignal;
  /** Calls this for each, those before as well. */
  follow: (act: (signal: NodeJS.Signals) => void) => void;
  /** From here on signals do again what they would have done. */
  close: () => void;
}>;

export function catchStopSignals(): StopSignals {
  const controller = new AbortController();
  const came: NodeJS.Signals[] = [];
  const followers: ((signal: NodeJS.Signals) => void)[] = [];
  const on = (signal: NodeJS.Signals) => {
    came.push(signal);
    controller.abort();
    for (const act of followers) act(signal);
  };
  for (const signal of SIGNALS) process.on(signal, on);
  return {
    stop: controller.signal,
    follow: (act) => {
      followers.push(act);
      came.forEach(act);
    },
    close: () => {
      for (const signal of SIGNALS) process.off(signal, on);
    },
  };
}
