/** Derived views of immutable tables, computed once for each table object. */

/** `compute`, remembered for as long as its argument lives. */
export function perObject<A extends object, R>(compute: (argument: A) => R): (argument: A) => R {
  const known = new WeakMap<A, R>();
  return (argument) => {
    const found = known.get(argument);
    if (found !== undefined) return found;
    const result = compute(argument);
    known.set(argument, result);
    return result;
  };
}

const collator = new Intl.Collator('en', { numeric: true });

/** Order of ids as people expect it: `P-2` before `P-10`. */
export function byId(a: Readonly<{ id: string }>, b: Readonly<{ id: string }>): number {
  return collator.compare(a.id, b.id);
}
