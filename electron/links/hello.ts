/** The first frame in each direction: who speaks, to whom, and of which shop. */
import { z } from 'zod';
import { type DropReason, quoted } from './drops.ts';
import type { Hello } from './types.ts';
import type { NodeId } from '../raft/types.ts';

const MAGIC = 'printraft';
const VERSION = 1;
/** No hello is longer, so nobody unknown makes this node hold more than that. */
export const MAX_HELLO_BYTES = 4 * 1024;

/** What every version's hello has; the rest is read only of one's own version. */
const Preface = z.object({ magic: z.literal(MAGIC), version: z.int() });

const Id = z.string().min(1).max(64);

const Frame = z.object({
  to: Id,
  clusterId: Id,
  epoch: z.int().nonnegative(),
  node: Id,
  name: z.string().max(200),
  http: z.object({ host: z.string().min(1).max(255), port: z.int().min(0).max(65_535) }).nullable(),
});

/** What goes on the wire as the first frame to that node. */
export function helloFrame(self: Hello, to: NodeId): unknown {
  const { clusterId, epoch, node, name, http } = self;
  return { magic: MAGIC, version: VERSION, to, clusterId, epoch, node, name, http };
}

export type HelloRefusal = Readonly<{ reason: DropReason; claimed: string; sentence: string }>;
export type HelloResult =
  Readonly<{ ok: true; hello: Hello }> | Readonly<{ ok: false; refusal: HelloRefusal }>;

/**
 * Judges the first frame of a connection.
 * @param expected the node that was dialled, or null on a connection that was accepted
 * @param isPeer whether that id is one of this shop's other nodes
 */
export function checkHello(
  value: unknown,
  self: Hello,
  expected: NodeId | null,
  isPeer: (id: NodeId) => boolean,
): HelloResult {
  const preface = Preface.safeParse(value);
  if (!preface.success) return refuse('not printraft', '', 'it does not speak the PrintRaft protocol');
  const { version } = preface.data;
  if (version !== VERSION) {
    return refuse('other version', '', `it speaks version ${version} of the protocol, this one ${VERSION}`);
  }
  const frame = Frame.safeParse(value);
  if (!frame.success) return refuse('malformed hello', '', 'its hello is malformed');

  const { to, ...hello } = frame.data;
  const { node } = hello;
  if (hello.clusterId !== self.clusterId) return refuse('other shop', node, 'it belongs to another shop');
  if (hello.epoch !== self.epoch) {
    return refuse(
      'other epoch',
      node,
      `it is at epoch ${hello.epoch} of the shop, this one at ${self.epoch}`,
    );
  }
  if (node === self.node) return refuse('own id', node, "it uses this node's own id");
  if (to !== self.node) return refuse('not addressed to this node', node, `it looked for ${quoted(to)}`);
  if (expected === null ? !isPeer(node) : node !== expected) {
    return refuse('unknown node', node, `${quoted(node)} is not the node that belongs there`);
  }
  return { ok: true, hello };
}

function refuse(reason: DropReason, claimed: string, sentence: string): HelloResult {
  return { ok: false, refusal: { reason, claimed, sentence } };
}
