/** What earlier versions wrote is read, and what is written is read back. */
import { describe, expect, it } from 'vitest';
import { seal } from './checksum.ts';
import { readLine, snapshotMeta, toDocument } from './document.ts';

const line = (entries: unknown) => JSON.stringify(toDocument(1, hardState, 1, 1, JSON.stringify([entries])));
const hardState = { term: 3, vote: 'b', commit: 1 };
const configuration = { voters: ['a', 'b'], outgoing: ['a'], learners: ['c'] };
const entry = { index: 1, term: 3, payload: { kind: 'configuration', configuration, data: 'x' } };

describe('a configuration', () => {
  it('is kept with the voters of before', () => {
    expect(readLine(line(entry))).toMatchObject({ entries: [entry] });
  });

  it('of a version that knew no joint one has none of before', () => {
    const { outgoing, ...old } = configuration;
    expect(readLine(line({ ...entry, payload: { ...entry.payload, configuration: old } }))).toMatchObject({
      entries: [{ payload: { configuration: { ...old, outgoing: [] } } }],
    });
    expect(snapshotMeta.parse({ index: 1, term: 1, configuration: old }).configuration.outgoing).toEqual([]);
    expect(outgoing).not.toEqual([]);
  });
});

describe('that others vote', () => {
  it.each([hardState, { ...hardState, othersVote: true as const }])('is kept: %o', (written) => {
    const text = JSON.stringify(toDocument(1, written, 1, 0, '[]'));
    expect(readLine(text)).toMatchObject({ hardState: written });
    expect((readLine(text) as { hardState: object }).hardState).toEqual(written);
  });

  it('is true or absent: anything else is damage', () => {
    const document = { ...toDocument(1, hardState, 1, 0, '[]'), others: false };
    const { crc, ...fields } = document;
    expect(readLine(JSON.stringify(seal(fields)))).toBe('damaged');
    expect(crc).toHaveLength(16);
  });
});
