import { expect, it } from 'vitest';
import type { Job, Print } from '../../shared/domain/model.ts';
import { aJob, aPrint, aPrinter, aSpool } from '../testing/records.ts';
import { stock } from './filaments.ts';
import { findJobs, jobSections } from './jobs.ts';
import { freePrinters, freeSince } from './printers.ts';

function job(id: string, status: Job['status'], createdAt: number): Job {
  return aJob({
    id,
    status,
    createdAt,
    printer: 'P',
    spool: 'S',
    file: 'part.gcode',
    weightMg: 50_000,
    note: '',
    print: null,
    completedAt: null,
  });
}

const spool = aSpool({
  id: 'S',
  filament: 'F',
  totalMg: 1_000_000,
  remainingMg: 60_000,
  reservedMg: 50_000,
  printingMg: 0,
  note: '',
  retired: false,
  createdAt: 1,
});

const printer = aPrinter({
  id: 'P',
  maker: 'Prusa',
  model: 'MK4S',
  note: '',
  print: null,
  openJobs: 0,
  retired: false,
  createdAt: 7,
});

function print(id: string, on: string, endedAt: number | null): Print {
  return aPrint({ id, job: 'J', printer: on, spool: 'S', startedAt: 1, endedAt, outcome: 'done', usedMg: 0 });
}

const byIds = <T extends { id: string }>(...rows: T[]) => new Map(rows.map((row) => [row.id, row]));

it('shows what prints, then the queue from its head, then what is over from its end', () => {
  const jobs = byIds(
    job('D1', 'Done', 1),
    job('Q2', 'Queued', 5),
    job('D2', 'Done', 2),
    job('Q1', 'Queued', 4),
    job('R1', 'Running', 3),
  );
  const shown = jobSections(findJobs(jobs, 'All', ''));
  expect(shown.map(({ status, jobs: rows }) => [status, rows.map(({ id }) => id)])).toEqual([
    ['Running', ['R1']],
    ['Queued', ['Q1', 'Q2']],
    ['Done', ['D2', 'D1']],
  ]);
});

it('counts a printer as free since its own last print ended, or since it came', () => {
  const prints = byIds(print('a', 'P', 20), print('b', 'P', 30), print('c', 'Q', 99), print('d', 'P', null));
  expect(freeSince(prints, printer)).toBe(30);
  expect(freeSince(prints, { ...printer, id: 'New' })).toBe(7);
});

it('counts printers that could start now', () => {
  const printers = byIds(
    printer,
    { ...printer, id: 'Q', print: 'x' },
    { ...printer, id: 'R', retired: true },
  );
  expect(freePrinters(printers)).toBe(1);
});

it('sums up the spools in use, and counts those with little left', () => {
  const spools = byIds(
    spool,
    { ...spool, id: 'T', remainingMg: 900_000 },
    { ...spool, id: 'U', retired: true },
  );
  expect(stock(spools)).toEqual({ spools: 2, remainingMg: 960_000, reservedMg: 100_000, little: 1 });
});
