/** Archives: what was filed is found again, is the same on every node, and is not believed where it is not what it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity, Job } from '../../shared/domain/model.ts';
import { fresh } from '../../shared/domain/versions.ts';
import { SegmentedArchive } from './archives.ts';
import { Digest } from './digest.ts';
import { StateError } from './errors.ts';

function archive() {
  const digest = new Digest();
  const items = { add: (item: string) => digest.add(item), remove: (item: string) => digest.remove(item) };
  return { filed: new SegmentedArchive('jobs', items), digest };
}

const record = (id: string, note = ''): Job =>
  fresh('jobs', {
    ...{ id, note, printer: 'P1', spool: 'S1', file: `${id}.gcode`, weightMg: 1_000 },
    ...{ status: 'Done', print: null, createdAt: 1, completedAt: 2 },
  });

/** Ids that come again, and notes long enough that segments end by length as well as by number. */
const records = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('', 'a line\nof two', 'ß漢'.repeat(300)))
    .map(([n, note]) => record(String(n), note)),
  { maxLength: 700, size: 'max' },
);

function restored(from: SegmentedArchive<'jobs'>) {
  const copy = archive();
  const { segments, open } = from.freeze();
  for (const segment of segments) copy.filed.restoreSegment(segment);
  for (const line of open) copy.filed.restoreLine(line);
  return copy;
}

describe('an archive', () => {
  it('gives back what was filed, at its place and by its id the newest', () => {
    fc.assert(
      fc.property(records, (all) => {
        const { filed } = archive();
        all.forEach((one) => filed.add(one));
        expect(filed.length).toBe(all.length);
        for (const [position, one] of all.entries()) expect(filed.at(position)).toEqual(one);
        for (const { id } of all) expect(filed.get(id)).toEqual(all.findLast((one) => one.id === id));
        expect([filed.at(all.length), filed.get('0'), filed.has('0')]).toEqual([undefined, undefined, false]);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same when it comes from a snapshot, and goes on the same', () => {
    fc.assert(
      fc.property(records, records, (before, after) => {
        const one = archive();
        before.forEach((each) => one.filed.add(each));
        const other = restored(one.filed);
        expect(other.digest.toString()).toBe(one.digest.toString());
        for (const each of after) {
          one.filed.add(each);
          other.filed.add(each);
        }
        expect(other.digest.toString()).toBe(one.digest.toString());
        expect(other.filed.freeze().segments.map(({ sha256 }) => sha256)).toEqual(
          one.filed.freeze().segments.map(({ sha256 }) => sha256),
        );
        expect(other.filed.get('1')).toEqual(one.filed.get('1'));
      }),
      { numRuns: 20 },
    );
  });

  it('takes a tenth of the room of its text once it is packed', () => {
    const { filed } = archive();
    for (let n = 1; n <= 2_560; n++) filed.add(record(String(n), `weighed on the kitchen scale, time ${n}`));
    const { segments, open } = filed.freeze();
    const packed = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect([segments.length, open.length]).toEqual([10, 0]);
    expect(packed).toBeLessThan(2_560 * JSON.stringify(record('1000', 'x'.repeat(40))).length * 0.1);
  });

  it('believes no segment that does not follow, or is not what it says', () => {
    const { filed } = archive();
    for (let n = 1; n <= 512; n++) filed.add(record(String(n)));
    const [first, second] = filed.freeze().segments;
    const wrong = [
      second!,
      { ...first!, sha256: second!.sha256 },
      { ...first!, bytes: second!.bytes },
      { ...first!, ids: first!.ids.slice(1) },
      { ...first!, count: first!.count - 1 },
    ];
    for (const segment of wrong) expect(() => archive().filed.restoreSegment(segment)).toThrow(StateError);
    expect(() => archive().filed.restoreSegment({ ...first!, bytes: Buffer.from('no deflate') })).toThrow(
      StateError,
    );
  });

  it('of activities finds each by its number', () => {
    const nothing = { add: () => undefined, remove: () => undefined };
    const filed = new SegmentedArchive('activity', nothing);
    const rest = {
      at: 1,
      operator: 'Ada',
      workstation: 'Office',
      action: 'spool.weigh',
      note: '',
      undoes: null,
    };
    const activity = (n: number): Activity => ({ id: String(n), ...rest, changes: [] });
    for (let n = 1; n <= 600; n++) filed.add(activity(n));
    expect([1, 256, 257, 600].map((n) => filed.get(String(n))?.id)).toEqual(['1', '256', '257', '600']);
    for (const id of ['0', '601', '-1', '1.0', ' 1', '', 'x']) expect(filed.has(id)).toBe(false);
    const [segment] = filed.freeze().segments;
    expect(segment).toMatchObject({ first: 0, count: 256, ids: [] });
    const copy = new SegmentedArchive('activity', nothing);
    copy.restoreSegment(segment!);
    expect(copy.get('200')).toEqual(activity(200));
  });
});
