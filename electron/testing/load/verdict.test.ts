import { describe, expect, it } from 'vitest';
import { History, type Write } from './history.ts';
import { type Shown, verdict } from './verdict.ts';

const written = (id: string, fate: Write['fate'], status: number | null): Write => ({
  id,
  list: 'printers',
  body: { id, company: 'Prusa', model: 'XL' },
  expected: 201,
  fate,
  status,
  attempts: 1,
});
const row = (id: string, company = 'Prusa') => ({ id, company, model: 'XL', status: 'Available' });
const shows = (node: string, ...printers: unknown[]): Shown => ({
  node,
  lists: { printers, filaments: [], jobs: [] },
});

function historyOf(...writes: Write[]): History {
  const history = new History();
  for (const write of writes) history.wrote(write);
  return history;
}

describe('the verdict', () => {
  it('finds nothing where what was acknowledged is there and what was not is not', () => {
    const history = historyOf(
      written('a', 'acknowledged', 201),
      written('b', 'notApplied', 503),
      written('c', 'unknown', 504),
    );
    expect(verdict(history, [shows('1', row('a')), shows('2', row('a'))], [])).toEqual([]);
    expect(verdict(history, [shows('1', row('a'), row('c'))], [])).toEqual([]);
  });

  it.each([
    ['a lost write', [shows('1')]],
    ['a doubled write', [shows('1', row('a'), row('a'))]],
    ['another text', [shows('1', row('a', 'Anycubic'))]],
    ['a record of nobody', [shows('1', row('a'), row('z'))]],
    ['nodes that differ', [shows('1', row('a')), shows('2')]],
    ['no node at all', []],
  ])('finds %s', (_, shown) => {
    expect(verdict(historyOf(written('a', 'acknowledged', 201)), shown, [])).not.toEqual([]);
  });

  it.each(['refused', 'notApplied'] as const)('finds a %s write that was made', (fate) => {
    const history = historyOf({ ...written('a', fate, 400), expected: 400 });
    expect(verdict(history, [shows('1')], [])).toEqual([]);
    expect(verdict(history, [shows('1', row('a'))], [])).toHaveLength(1);
  });

  it('finds a refusal of what the rules allow: a retry that was taken for another write', () => {
    expect(verdict(historyOf(written('a', 'refused', 400)), [shows('1')], [])).toHaveLength(1);
  });

  it('allows 503 and 504 while something is broken on purpose, and nothing else ever', () => {
    const failing = (status: number) => {
      const history = historyOf();
      history.failed({ status, begun: 100, ended: 200, what: 'x' });
      return history;
    };
    const disturbances = [{ from: 150, to: 300 }];
    expect(verdict(failing(503), [shows('1')], disturbances)).toEqual([]);
    expect(verdict(failing(500), [shows('1')], disturbances)).toHaveLength(1);
    expect(verdict(failing(503), [shows('1')], [{ from: 201, to: 300 }])).toHaveLength(1);
  });
});

describe('a read', () => {
  it('must show what was acknowledged before it began', () => {
    const history = historyOf(written('a', 'acknowledged', 201));
    const known = history.beginRead('printers');
    history.wrote(written('b', 'acknowledged', 201));
    history.endRead('printers', known, ['a'], '1');
    expect(history.contradictions).toEqual([]);
    history.endRead('printers', known, [], '1');
    expect(history.contradictions).toHaveLength(1);
  });

  it('must show what an earlier read showed', () => {
    const history = historyOf();
    history.endRead('printers', history.beginRead('printers'), ['a'], '1');
    history.endRead('printers', history.beginRead('printers'), [], '2');
    expect(history.contradictions).toHaveLength(1);
  });

  it('must show nothing twice', () => {
    const history = historyOf();
    history.endRead('printers', 0, ['a', 'a'], '1');
    expect(history.contradictions).toHaveLength(1);
  });
});
