/** Records put into tables and archives directly, without the rules that would make them. */
import type { Job, Print } from '../../../../shared/domain/model.ts';
import { Tables } from '../../../../shared/domain/tables.ts';
import { fresh } from '../../../../shared/domain/versions.ts';

export const job = (id: string, more: Partial<Job> = {}): Job =>
  fresh('jobs', {
    ...{ id, printer: null, spool: null, file: 'a.gcode', weightMg: 1, note: '', status: 'Queued' },
    ...{ print: null, createdAt: 1, completedAt: null },
    ...more,
  });

export const print = (id: string, more: Partial<Print> = {}): Print =>
  fresh('prints', {
    ...{ id, job: 'J', printer: 'P', spool: 'S', startedAt: 1, endedAt: 2, outcome: 'done', usedMg: 1 },
    ...more,
  });

/** A shop in which jobs come, move, end, are archived and are changed there. */
export class Workday {
  readonly tables = new Tables();
  #clock = 1;

  put(entity: Job): void {
    this.tables.commit([{ table: 'jobs', id: entity.id, entity }]);
  }

  /** @param place high and equal priorities and dates come up often */
  add(id: string, place: number): void {
    this.#clock += 1;
    this.put(job(id, { createdAt: this.#clock, rank: this.#clock, priority: place % 3 }));
  }

  move(id: string, place: number): void {
    const moved = this.tables.jobs.get(id);
    if (moved?.completedAt !== null) return;
    this.put({ ...moved, priority: place % 3, orderDueAt: place % 2 ? place : null, rank: place / 7 });
  }

  finish(id: string): void {
    const open = this.tables.jobs.get(id);
    if (open?.completedAt !== null) return;
    this.#clock += 1;
    this.put({ ...open, status: 'Done', completedAt: this.#clock });
  }

  /** What was over first leaves the table. */
  archive(): void {
    const [oldest = ''] = this.tables.index.oldestFinished(1);
    const entity = this.tables.jobs.get(oldest);
    if (entity === undefined) return;
    this.tables.commit([{ table: 'jobs', id: oldest, entity: null }], [{ archive: 'jobs', entity }]);
  }

  /** A few notes only, so that a record often says again what it said before. */
  note(id: string, note: string): void {
    const archived = this.tables.archive.jobs.get(id);
    if (archived === undefined || archived.note === note) return;
    this.tables.commit([], [{ archive: 'jobs', entity: { ...archived, note } }]);
  }

  /** Every job that there is. */
  ids(): Set<string> {
    const { jobs, archive } = this.tables;
    const archived = Array.from({ length: archive.jobs.length }, (_, at) => archive.jobs.at(at)?.id ?? '');
    return new Set([...jobs.keys(), ...archived]);
  }
}
