import { expect, it } from 'vitest';
import type { Activity } from '../../shared/domain/model.ts';
import * as view from './activity.ts';

function anActivity(fields: Partial<Activity> = {}): Activity {
  const change = {
    table: 'spools',
    id: 'S-1',
    before: { remainingMg: 412_000 },
    after: { remainingMg: 398_000 },
  } as const;
  return {
    ...{ id: '1', at: 0, operator: 'Ada', workstation: 'Office', action: 'spool.weigh', note: '' },
    ...{ undoes: null, changes: [change], ...fields },
  };
}
const all = { search: '', person: '', kind: '' } as const;

it('is found by words, person and kind', () => {
  const weighed = anActivity();
  const edited = anActivity({ id: '2', operator: 'Grace', action: 'printer.edit', changes: [] });
  const nobody = anActivity({ id: '3', operator: '', action: 'activity.undo', undoes: '1' });
  const list = [nobody, edited, weighed];
  expect(view.findActivities(list, all)).toEqual(list);
  expect(view.findActivities(list, { ...all, search: ' WEIGHED ' })).toEqual([weighed]);
  expect(view.findActivities(list, { ...all, search: 'at office' })).toEqual([nobody]);
  expect(view.findActivities(list, { ...all, person: 'Grace' })).toEqual([edited]);
  expect(view.findActivities(list, { ...all, kind: 'Spools' })).toEqual([weighed]);
  expect(view.findActivities(list, { ...all, kind: 'Taken back' })).toEqual([nobody]);
  expect(view.peopleOf(list)).toEqual(['Ada', 'Grace']);
});

it('can be taken back once, and again where that was taken back', () => {
  const [done, back, forth] = [
    anActivity({ id: '1' }),
    anActivity({ id: '2', action: 'activity.undo', undoes: '1' }),
    anActivity({ id: '3', action: 'activity.undo', undoes: '2' }),
  ];
  const undoable = (list: readonly Activity[]) =>
    list.filter((each) => view.canUndo(each, view.takenBack(list))).map(({ id }) => id);
  expect(undoable([done])).toEqual(['1']);
  expect(undoable([back, done])).toEqual(['2']);
  expect(undoable([forth, back, done])).toEqual(['3', '1']);
  expect(undoable([anActivity({ action: 'job.start' })])).toEqual([]);
});

it('stands by days', () => {
  const now = new Date(2027, 2, 2, 15).getTime();
  const at = (...parts: [number, number, number, number]) => anActivity({ at: new Date(...parts).getTime() });
  const list = [at(2027, 2, 2, 9), at(2027, 2, 2, 8), at(2027, 2, 1, 23), at(2026, 11, 31, 1)];
  const days = view.byDays(list, now);
  expect(days.map(({ activities }) => activities.length)).toEqual([2, 1, 1]);
  expect(days[0]?.day).toBe('Today');
  expect(days[2]?.day).toContain('2026');
});

it('is a table for other programs, with its header', () => {
  expect(view.activityRows([anActivity({ operator: 'Ada', note: 'a "b", c' })])).toEqual([
    ['number', 'time', 'operator', 'workstation', 'action', 'what'],
    [
      ...['1', '1970-01-01T00:00:00.000Z', 'Ada', 'Office', 'spool.weigh'],
      'weighed spool S-1: 412 g → 398 g (a "b", c)',
    ],
  ]);
});
