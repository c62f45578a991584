/** What is worth telling somebody who is not looking, as data. */
import type { Health } from '../../../shared/contract/health.ts';
import type { Job, Spool } from '../../../shared/domain/model.ts';

export type RecordNotice = Readonly<{ kind: 'finished'; job: Job }> | Readonly<{ kind: 'low'; spool: Spool }>;
export type MajorityNotice = Readonly<{ kind: 'lost' | 'back'; health: Health }>;
/** Of many at once, as when a workstation catches up with what it missed. */
export type SummaryNotice = Readonly<{ kind: 'summary'; finished: number; low: number }>;

/** Somebody wants to be let in, and calls itself so. */
export type JoinNotice = Readonly<{ kind: 'asks'; name: string }>;

export type Notice = RecordNotice | MajorityNotice | SummaryNotice | JoinNotice;
