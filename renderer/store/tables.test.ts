import { expect, it } from 'vitest';
import { Tables } from '../../shared/domain/tables.ts';
import { aJob, aPrinter } from '../testing/records.ts';
import { withChanges } from './tables.ts';

const before = new Tables();
before.commit([
  { table: 'printers', id: 'a', entity: aPrinter({ id: 'a' }) },
  { table: 'jobs', id: 'j', entity: aJob({ id: 'j' }) },
]);

it('puts in, replaces and takes out, in the order of the changes', () => {
  const after = withChanges(before, [
    { table: 'printers', id: 'b', entity: aPrinter({ id: 'b' }) },
    { table: 'printers', id: 'a', entity: null },
    { table: 'printers', id: 'b', entity: aPrinter({ id: 'b', note: 'later' }) },
  ]);
  expect([...after.printers.values()].map(({ id, note }) => [id, note])).toEqual([['b', 'later']]);
});

it('never changes what somebody looks at', () => {
  withChanges(before, [{ table: 'printers', id: 'a', entity: null }]);
  expect([...before.printers.keys()]).toEqual(['a']);
});

it('leaves a table that nothing touches the same object, so that nothing of it is drawn anew', () => {
  const after = withChanges(before, [{ table: 'printers', id: 'b', entity: aPrinter({ id: 'b' }) }]);
  expect(after.jobs).toBe(before.jobs);
  expect(after.printers).not.toBe(before.printers);
  expect(withChanges(before, [])).toBe(before);
});

it('takes any id for a row and for nothing else', () => {
  const after = withChanges(before, [
    { table: 'printers', id: '__proto__', entity: aPrinter({ id: '__proto__' }) },
  ]);
  expect(after.printers.has('__proto__')).toBe(true);
  expect(after.printers.get('toString')).toBeUndefined();
});
