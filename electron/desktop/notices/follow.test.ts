import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tables } from '../../../shared/domain/tables.ts';
import { aHealth, FakeWorkstation, jobIs, spoolHas } from '../testing/fake-workstation.ts';
import { followNotices } from './follow.ts';

const HOUR = 3_600_000;
const readingOnly = aHealth({ mode: 'readingOnly' });

function follow(workstation: FakeWorkstation) {
  const titles: string[] = [];
  const window = { isWatched: false };
  const stop = followNotices(workstation, {
    notify: ({ title }) => titles.push(title),
    isWatched: () => window.isWatched,
  });
  return { titles, window, stop };
}

describe('notifications of a workstation', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('come of what changes, when it is due and not before', () => {
    const workstation = new FakeWorkstation();
    workstation.commit(jobIs('J-1', 'Running'), spoolHas('S-1', 500_000));
    const { titles } = follow(workstation);
    workstation.commit(jobIs('J-1', 'Done'), spoolHas('S-1', 50_000));
    vi.advanceTimersByTime(1_000);
    expect(titles).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(titles).toEqual(['Print finished', 'Spool low']);
    workstation.becomes(readingOnly);
    vi.advanceTimersByTime(HOUR);
    workstation.becomes(aHealth());
    vi.advanceTimersByTime(HOUR);
    expect(titles.slice(2)).toEqual(['Reading only', 'Changes are possible again']);
  });

  it('say nothing of how things were when the app started, nor of records replaced as a whole', () => {
    const workstation = new FakeWorkstation(readingOnly);
    workstation.commit(jobIs('J-1', 'Done'), jobIs('J-2', 'Running'), spoolHas('S-1', 1));
    const { titles } = follow(workstation);
    const tables = new Tables();
    tables.commit([jobIs('J-2', 'Done'), spoolHas('S-2', 1)]);
    workstation.replace(tables);
    vi.advanceTimersByTime(HOUR);
    expect(titles).toEqual([]);
  });

  it('are spared to somebody who has the window before them, and not made up for later', () => {
    const workstation = new FakeWorkstation();
    const { titles, window } = follow(workstation);
    window.isWatched = true;
    workstation.commit(jobIs('J-1', 'Running'), jobIs('J-1', 'Done'));
    workstation.becomes(readingOnly);
    vi.advanceTimersByTime(HOUR);
    window.isWatched = false;
    vi.advanceTimersByTime(HOUR);
    expect(titles).toEqual([]);
    workstation.becomes(aHealth());
    vi.advanceTimersByTime(HOUR);
    expect(titles).toEqual(['Changes are possible again']);
  });

  it('end with it, those that were due too', () => {
    const workstation = new FakeWorkstation();
    const { titles, stop } = follow(workstation);
    workstation.commit(jobIs('J-1', 'Running'), jobIs('J-1', 'Done'));
    stop();
    vi.advanceTimersByTime(HOUR);
    expect(titles).toEqual([]);
    expect(workstation.watched).toBe(0);
  });
});
