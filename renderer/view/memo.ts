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

/** `Map.groupBy`, which Node 20 does not have. */
export function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
