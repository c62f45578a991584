/** What an agent prints, one JSON text a line: the operations of its clients, on the clock that all processes share. */
import type { Operation } from '../../testing/linearizability/history.ts';
import type { RegisterInput, RegisterOutput } from '../../testing/linearizability/model.ts';

/** Registers are printers, whose model is the value. */
export const REGISTERS = ['R-1', 'R-2', 'R-3', 'R-4'] as const;

/** `returned` is null where nobody knows what came of it: Infinity is no JSON. */
export type Line = Omit<Operation<RegisterInput, RegisterOutput>, 'returned'> &
  Readonly<{ returned: number | null }>;

export function operationOf(line: string): Operation<RegisterInput, RegisterOutput> {
  const { returned, ...rest } = JSON.parse(line) as Line;
  return { ...rest, returned: returned ?? Infinity };
}
