/** A promise leaves only once a crash can no longer make it false (Raft fig. 2). */
import type { Message, NodeId } from '../types.ts';
import type { SimNode } from './node.ts';
import { must } from './violation.ts';

/** Compares what a message promises with what its sender's disk holds at this moment. */
export function checkPromise({ id, disk, mirror }: SimNode, message: Message, to: NodeId): void {
  const { term } = message;
  const durable = (holds: boolean) =>
    must(holds, () => `${id} sent ${describe(message)} before it was durable`);
  const { hardState } = disk;
  switch (message.type) {
    case 'vote':
      return durable(hardState.term > term || (hardState.term === term && hardState.vote === id));
    case 'voteReply':
      if (message.granted)
        durable(hardState.term > term || (hardState.term === term && hardState.vote === to));
      return;
    case 'appendReply':
      return durable(hardState.term >= term && disk.holds(message.match, mirror.termAt(message.match)));
    case 'snapshotReply':
      if (message.installed)
        durable(hardState.term >= term && disk.holds(message.index, mirror.termAt(message.index)));
      return;
    case 'append':
    case 'heartbeat':
    case 'snapshotChunk':
    case 'timeoutNow':
      // It says "I lead": its own vote is part of its majority.
      return durable(hardState.term >= term);
    case 'preVote':
    case 'preVoteReply':
    case 'appendReject':
    case 'heartbeatReply':
    case 'readIndex':
    case 'readIndexReply':
      return;
  }
}

function describe(message: Message): string {
  return JSON.stringify({ ...message, entries: undefined, data: undefined });
}
