import { expect, it } from 'vitest';
import { readOperators, withPicked } from './operator.ts';

const nobody = { picked: '', known: [] };

it.each([null, '', '[]', 'null', '{"picked":3,"known":"x"}', '{"picked":" Ada ","known":[" Ada ",4,""]}'])(
  'what is no list of names is nobody: %s',
  (kept) => expect(readOperators(kept)).toEqual(nobody),
);

it('names are kept, the one picked last first, each once, and no more than are offered', () => {
  let operators = withPicked(withPicked(withPicked(nobody, 'Ada'), 'Grace'), 'Ada');
  expect(operators).toEqual({ picked: 'Ada', known: ['Ada', 'Grace'] });
  expect(readOperators(JSON.stringify(operators))).toEqual(operators);
  operators = withPicked(operators, '');
  expect(operators).toEqual({ picked: '', known: ['Ada', 'Grace'] });
  for (let n = 0; n < 30; n += 1) operators = withPicked(operators, `Name ${n}`);
  expect(operators.known).toHaveLength(12);
});
