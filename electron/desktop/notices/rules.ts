/** All rules together: what comes in with its time, and what is due by then goes out. */
import type { Health } from '../../../shared/contract/health.ts';
import type { Change, Shop } from '../../../shared/domain/model.ts';
import { dueAt as gatheredDueAt, gather, NOTHING, summed } from './gather.ts';
import { dueAt as majorityDueAt, heard, tell, UNKNOWN } from './majority.ts';
import type { JoinNotice, Notice } from './notice.ts';
import { RecordRules } from './records.ts';
import { asked, NO_REQUESTS } from './requests.ts';

/** Deterministic: no clock of its own. Times are milliseconds of one monotonic clock and never go back. */
export class NoticeRules {
  readonly #records = new RecordRules();
  #majority = UNKNOWN;
  #gathered = NOTHING;
  #requests = NO_REQUESTS;
  #asks: { notice: JoinNotice; at: number } | null = null;

  /** How things are before anything is news: at the start, and where the records were replaced as a whole. */
  reset(shop: Pick<Shop, 'jobs' | 'spools'>): void {
    this.#records.reset(shop);
  }

  health(health: Health, now: number): void {
    this.#majority = heard(this.#majority, health, now);
    const { requests, notice } = asked(this.#requests, health, now);
    this.#requests = requests;
    if (notice !== null) this.#asks = { notice, at: now };
  }

  changes(changes: readonly Change[], now: number): void {
    this.#gathered = gather(this.#gathered, this.#records.apply(changes), now);
  }

  /** When `due` has something next; null: not before something comes in. */
  get nextAt(): number | null {
    const times = [
      majorityDueAt(this.#majority),
      gatheredDueAt(this.#gathered),
      this.#asks?.at ?? null,
    ].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** What is to be told by `now`, each once. */
  due(now: number): readonly Notice[] {
    const { majority, notices: changed } = tell(this.#majority, now);
    this.#majority = majority;
    const notices = [...changed, ...(this.#asks === null ? [] : [this.#asks.notice])];
    this.#asks = null;
    const at = gatheredDueAt(this.#gathered);
    if (at === null || at > now) return notices;
    const records = summed(this.#gathered);
    this.#gathered = NOTHING;
    return [...notices, ...records];
  }
}
