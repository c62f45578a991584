/** What clients asked and heard, and when: the history that a checker judges (Herlihy and Wing, TOPLAS 1990). */

/** One operation of one client, which has one at a time. Times are of one clock for all. */
export type Operation<Input, Output> = Readonly<{
  client: number;
  input: Input;
  /** Null: nobody knows what came of it; it may take effect at any time after the call, or never. */
  output: Output | null;
  called: number;
  /** Infinity where `output` is null. */
  returned: number;
}>;

/** Takes a history down while it happens. What certainly had no effect is left out of it. */
export class Recorder<Input, Output> {
  readonly #operations: Operation<Input, Output>[] = [];
  readonly #now: () => number;

  /** @param now of one clock for all clients, never going back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Call it when the operation is sent, and exactly one of the functions it returns when its end is known. */
  call(client: number, input: Input): Call<Output> {
    const called = this.#now();
    const keep = (output: Output | null, returned: number) =>
      void this.#operations.push({ client, input, output, called, returned });
    return {
      returns: (output) => keep(output, this.#now()),
      isUnknown: () => keep(null, Infinity),
      failed: () => undefined,
    };
  }

  get history(): readonly Operation<Input, Output>[] {
    return this.#operations;
  }
}

export type Call<Output> = Readonly<{
  returns: (output: Output) => void;
  isUnknown: () => void;
  /** Certainly not carried out. */
  failed: () => void;
}>;
