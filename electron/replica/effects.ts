/** Carries out what the core says is to be done, each effect by the part whose concern it is. */
import type { Links } from '../links/types.ts';
import type { Effect, NodeId, Term } from '../raft/types.ts';
import type { Storage } from '../storage/types.ts';
import type { DiskQueue } from './disk-queue.ts';
import type { Driver } from './driver.ts';
import type { LocalState } from './local-state.ts';
import type { Outbox } from './outbox.ts';
import type { Proposals } from './proposals.ts';
import { readChunk, storeChunk } from './snapshot-chunks.ts';
import type { Witness } from './witness.ts';
import type { WireMessage } from './wire.ts';

export type Parts = Readonly<{
  witness: Witness;
  links: Links<WireMessage>;
  storage: Storage;
  driver: Driver;
  disk: DiskQueue;
  state: LocalState;
  outbox: Outbox;
  proposals: Proposals;
  /** Monotonic ms. */
  now: () => number;
  leadership: (leader: NodeId | null, term: Term) => void;
  /** A message broke the protocol. */
  dropped: (reason: string) => void;
  /** Something that people may want to see changed. */
  status: () => void;
  failed: (cause: unknown) => void;
}>;

export function carryOut(parts: Parts, effect: Effect): void {
  const { links, storage, driver, state, outbox, proposals } = parts;
  switch (effect.type) {
    case 'persist':
      return parts.disk.push(effect);
    case 'send':
      return links.send(effect.to, { type: 'raft', message: effect.message });
    case 'apply':
      return state.apply(effect.entries);
    case 'restore':
      parts.disk.replaced();
      return state.restore(effect.snapshot);
    case 'proposed':
      return proposals.proposed(effect.ref);
    case 'notProposed':
      return proposals.notProposed(effect.ref);
    case 'readable':
      return outbox.reads.readable(effect.ref, effect.index, state.machine.index);
    case 'notReadable':
      return outbox.reads.notReadable(effect.ref, parts.now());
    case 'leadership':
      return parts.leadership(effect.leader, effect.term);
    case 'sendSnapshotChunk':
      return later(parts, readChunk(storage, effect), (message) => {
        if (message !== null) links.send(effect.to, { type: 'raft', message }, 'bulk');
      });
    case 'storeSnapshotChunk':
      return later(parts, storeChunk(storage, effect), (input) => driver.input(input));
    case 'healed':
      return later(parts, storage.healed(), parts.status);
    case 'dropped':
      return parts.dropped(effect.reason);
  }
}

function later<T>({ failed }: Parts, work: Promise<T>, done: (result: T) => void): void {
  work.then(done).catch(failed);
}
