/** What the checker believes of the system: what one operation does where nothing else happens meanwhile. */
import type { Operation } from './history.ts';

export type Model<State, Input, Output> = Readonly<{
  initial: State;
  /**
   * The state after the operation, or null where it cannot have been answered so in this one.
   * @param output null: any answer may have been given
   */
  step: (state: State, input: Input, output: Output | null) => Readonly<{ state: State }> | null;
  /** Equal for equal states, and for no others. */
  key: (state: State) => string;
  /** Of what the operation is: those of different things are judged apart (Herlihy and Wing's locality). */
  partition: (input: Input) => string;
}>;

export type Partition<Input, Output> = readonly Operation<Input, Output>[];

export type RegisterInput = Readonly<
  { name: string } & ({ kind: 'write'; value: string } | { kind: 'read' })
>;
/** What was read; of a write, that it was made. */
export type RegisterOutput = Readonly<{ value: string | null }>;

/** Named registers, each holding nothing until it is written. */
export const REGISTERS: Model<string | null, RegisterInput, RegisterOutput> = {
  initial: null,
  step: (state, input, output) => {
    if (input.kind === 'write') return { state: input.value };
    return output === null || output.value === state ? { state } : null;
  },
  key: (state) => JSON.stringify(state),
  partition: ({ name }) => name,
};
