/** What is asked of a simulated run, of the core alone or of a whole shop. */
export type RunOptions = Readonly<{
  /** What happens before it is healed. */
  steps: number;
  /** Nodes at the start; undefined: as the seed has it. */
  nodes?: number | undefined;
  /** Which steps are left out; undefined: none. */
  without?: ReadonlySet<number> | undefined;
  trace?: ((line: string) => void) | undefined;
}>;
