/**
 * Follows the stream of `shared/contract/protocol.ts`: chunks of the state, then changes without gaps.
 * Data in, data out: what to show and when to subscribe anew is returned, not done.
 */
import type { Push } from '../../shared/contract/protocol.ts';
import type { Change, Shop } from '../../shared/domain/model.ts';
import { Tables } from '../../shared/domain/tables.ts';

export type Stream =
  /** Subscribed, and nothing of the new state is here yet; what still comes belongs to the old. */
  | Readonly<{ phase: 'awaiting' }>
  | Readonly<{ phase: 'loading'; index: number; staged: Tables }>
  | Readonly<{ phase: 'live'; index: number }>;

export type Told =
  | Readonly<{ kind: 'nothing' }>
  /** The whole state is here. */
  | Readonly<{ kind: 'state'; tables: Shop; index: number }>
  | Readonly<{ kind: 'changes'; changes: readonly Change[]; index: number }>
  /** Something is missing: subscribe anew. */
  | Readonly<{ kind: 'resubscribe' }>;

export type Step = Readonly<{ stream: Stream; told: Told }>;

export const AWAITING: Stream = { phase: 'awaiting' };
const nothing: Told = { kind: 'nothing' };
const resubscribe: Step = { stream: AWAITING, told: { kind: 'resubscribe' } };

type StreamPush = Exclude<Push, { push: 'health' }>;

/** One push taken in. The staged tables of a loading stream are filled in place and belong to it alone. */
export function follow(stream: Stream, push: StreamPush): Step {
  if (push.push === 'reset') return resubscribe;
  return push.push === 'state' ? onState(stream, push.body) : onChanges(stream, push.body);
}

function onState(stream: Stream, body: Extract<StreamPush, { push: 'state' }>['body']): Step {
  const { index, first, done, rows } = body;
  let staged = new Tables();
  if (!first) {
    if (stream.phase === 'awaiting') return { stream, told: nothing };
    if (stream.phase === 'live' || stream.index !== index) return resubscribe;
    staged = stream.staged;
  }
  staged.commit(rows);
  if (!done) return { stream: { phase: 'loading', index, staged }, told: nothing };
  return { stream: { phase: 'live', index }, told: { kind: 'state', tables: staged, index } };
}

function onChanges(stream: Stream, body: Extract<StreamPush, { push: 'changes' }>['body']): Step {
  if (stream.phase === 'awaiting') return { stream, told: nothing };
  if (stream.phase === 'loading' || body.from !== stream.index) return resubscribe;
  return {
    stream: { phase: 'live', index: body.to },
    told: { kind: 'changes', changes: body.changes, index: body.to },
  };
}
