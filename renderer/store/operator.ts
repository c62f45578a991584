/** Who works at this computer: picked once, and sent with every command. Kept by this browser, like the theme. */
import { create } from 'zustand';
import { line } from '../../shared/domain/text.ts';

const KEY = 'printraft.operators';
/** Names that are offered: those that were picked last. */
const OFFERED = 12;

/** `picked` is empty for nobody; `known` are the names that were used here, the last one first. */
export type Operators = Readonly<{ picked: string; known: readonly string[] }>;

/** What an operator may be called: what the workstation takes, and not nothing. */
export const OperatorName = line(80).refine((name) => name !== '', 'must not be empty');

/** What was kept; whatever else is found there is nobody. */
export function readOperators(kept: string | null): Operators {
  try {
    const { picked, known } = JSON.parse(kept ?? '') as Readonly<{ picked?: unknown; known?: unknown }>;
    const names = Array.isArray(known) ? known.filter(isName).slice(0, OFFERED) : [];
    return { picked: isName(picked) ? picked : '', known: names };
  } catch {
    return { picked: '', known: [] };
  }
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && OperatorName.safeParse(value).data === value;

/** The names after one was picked, or (empty) nobody. */
export function withPicked({ known }: Operators, name: string): Operators {
  if (name === '') return { picked: '', known };
  return { picked: name, known: [name, ...known.filter((each) => each !== name)].slice(0, OFFERED) };
}

function stored(): Operators {
  try {
    return readOperators(localStorage.getItem(KEY));
  } catch {
    return readOperators(null);
  }
}

export const useOperators = create<Operators>()(() => stored());

/** From now on commands of this window are this person's. */
export function pickOperator(name: string): void {
  useOperators.setState((operators) => withPicked(operators, name));
  try {
    localStorage.setItem(KEY, JSON.stringify(useOperators.getState()));
  } catch {
    // Not kept, then: the choice holds as long as this page.
  }
}
