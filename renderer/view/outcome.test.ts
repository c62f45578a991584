import { expect, it } from 'vitest';
import { outcomeWords } from './outcome.ts';

it('a refusal is told by its rule', () => {
  const refusal = { code: 'printerBusy', params: { printer: 'MK4S-1', job: 'J-2' } } as const;
  expect(outcomeWords({ kind: 'refused', refusal })).toBe('MK4S-1 is still printing J-2.');
});

it('what was not saved, and what may have been, are told apart', () => {
  expect(outcomeWords({ kind: 'unavailable' })).toMatch(/^Not saved: .*Nothing was changed/);
  expect(outcomeWords({ kind: 'unknown' })).toMatch(/^It is not known whether this was saved/);
  expect(outcomeWords({ kind: 'failed', message: 'command.id: is wrong' })).toBe(
    'Not saved: command.id: is wrong',
  );
});
