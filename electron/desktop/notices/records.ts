/** What in the records is worth a notice: a running job that is done, a spool that runs low. */
import type { Change, Job, Shop, Spool } from '../../../shared/domain/model.ts';
import { isLow } from '../../../shared/domain/stock.ts';
import type { RecordNotice } from './notice.ts';

/** Remembers of all records only what runs and what is not low, so that each crossing is told once. */
export class RecordRules {
  readonly #running = new Set<string>();
  readonly #ample = new Set<string>();

  /** Takes the records as they are: nothing of it is news. */
  reset({ jobs, spools }: Pick<Shop, 'jobs' | 'spools'>): void {
    this.#running.clear();
    this.#ample.clear();
    for (const job of jobs.values()) this.#job(job.id, job);
    for (const spool of spools.values()) this.#spool(spool.id, spool);
  }

  /** What of these changes is news, in their order. */
  apply(changes: readonly Change[]): readonly RecordNotice[] {
    return changes.flatMap((change) => {
      if (change.table === 'jobs') return this.#job(change.id, change.entity);
      if (change.table === 'spools') return this.#spool(change.id, change.entity);
      return [];
    });
  }

  #job(id: string, job: Job | null): readonly RecordNotice[] {
    const wasRunning = this.#running.delete(id);
    if (job?.status === 'Running') this.#running.add(id);
    return wasRunning && job?.status === 'Done' ? [{ kind: 'finished', job }] : [];
  }

  #spool(id: string, spool: Spool | null): readonly RecordNotice[] {
    const wasAmple = this.#ample.delete(id);
    if (spool === null || spool.retired) return [];
    if (!isLow(spool)) {
      this.#ample.add(id);
      return [];
    }
    return wasAmple ? [{ kind: 'low', spool }] : [];
  }
}
