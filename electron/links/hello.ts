/** The first frame in each direction: who speaks, to whom, and of which shop. */
import { z } from 'zod';
import { type DropReason, quoted } from './drops.ts';
import type { Hello, Judge, RefusalCode } from './types.ts';
import type { NodeId } from '../raft/types.ts';

const MAGIC = 'printraft';
const VERSION = 2;
/** No hello is longer, so nobody unknown makes this node hold more than that. */
export const MAX_HELLO_BYTES = 64 * 1024;

/** Of authorities that are shown: how many, how long each may be, and all of them that are sent. */
const MAX_CHAIN = 64;
const MAX_CERTIFICATE = 4_096;
const MAX_CHAIN_SENT = 48 * 1024;

/** What every version's hello has; the rest is read only of one's own version. */
const Preface = z.object({ magic: z.literal(MAGIC), version: z.int() });

const Id = z.string().min(1).max(64);
const Port = z.int().min(0).max(65_535);

/** Certificates of authorities, DER in base64, oldest first. */
export const Chain = z.array(z.string().max(MAX_CERTIFICATE)).max(MAX_CHAIN);

const Frame = z.object({
  to: Id,
  clusterId: Id,
  epoch: z.int().nonnegative(),
  node: Id,
  name: z.string().max(200),
  http: z.object({ host: z.string().min(1).max(255), port: Port }).nullable(),
  boot: z.object({ counter: z.int().nonnegative(), nonce: z.string().min(1).max(64) }),
  link: z.object({ port: Port }),
  quitting: z.boolean().default(false),
  chain: Chain,
});

/** What goes on the wire as the first frame to that node. */
export function helloFrame(self: Hello, chain: readonly string[], to: NodeId): unknown {
  const { clusterId, epoch, node, name, http, boot, link, quitting } = self;
  const said = { to, clusterId, epoch, node, name, http, boot, link, quitting };
  return { magic: MAGIC, version: VERSION, ...said, chain: recentChain(chain) };
}

/** The newest authorities, as many as a hello has room for. */
export function recentChain(chain: readonly string[]): readonly string[] {
  const recent = chain.slice(-MAX_CHAIN);
  while (recent.reduce((sum, { length }) => sum + length, 0) > MAX_CHAIN_SENT) recent.shift();
  return recent;
}

/** `code` is what the refused side is told; `reason` is what it is counted as here. */
export type HelloRefusal = Readonly<{
  reason: DropReason;
  code: RefusalCode;
  claimed: string;
  sentence: string;
}>;
export type HelloResult =
  Readonly<{ ok: true; hello: Hello }> | Readonly<{ ok: false; refusal: HelloRefusal }>;

export type HelloContext = Readonly<{
  self: Pick<Hello, 'clusterId' | 'epoch' | 'node' | 'boot'>;
  /** The node that was dialled, or null on a connection that was accepted. */
  expected: NodeId | null;
  /** What TLS proved the other side to hold the key of, DER. */
  certificate: Uint8Array;
  judge: Judge;
}>;

/** Judges the first frame of a connection: what it says, and whether the certificate bears it out. */
export function checkHello(value: unknown, context: HelloContext): HelloResult {
  const preface = Preface.safeParse(value);
  if (!preface.success) return refuse('not printraft', '', 'it does not speak the PrintRaft protocol');
  const { version } = preface.data;
  if (version !== VERSION) {
    const sentence = `it speaks version ${version} of the protocol, this one ${VERSION}`;
    return refuse('other version', '', sentence, 'update');
  }
  const frame = Frame.safeParse(value);
  if (!frame.success) return refuse('malformed hello', '', 'its hello is malformed');

  const { to, chain, ...hello } = frame.data;
  const { node } = hello;
  const { self, expected, certificate, judge } = context;
  if (hello.clusterId !== self.clusterId)
    return refuse('other shop', node, 'it belongs to another shop', 'otherShop');
  if (hello.epoch !== self.epoch) {
    const sentence = `it is at epoch ${hello.epoch} of the shop, this one at ${self.epoch}`;
    return refuse('other epoch', node, sentence, 'otherShop');
  }
  const verdict = judge(certificate, chain, hello);
  if (!verdict.ok) return refuse(`refused: ${verdict.code}`, node, verdict.sentence, verdict.code);
  if (verdict.node !== node)
    return refuse('unknown node', node, `its certificate is that of ${quoted(verdict.node)}`);
  if (node === self.node) {
    // An address that was thought to be another's may be this computer's own: that is no copy.
    const { counter, nonce } = hello.boot;
    const isThis = counter === self.boot.counter && nonce === self.boot.nonce;
    return refuse('own id', node, "it uses this node's own id", isThis ? 'refused' : 'copy');
  }
  if (to !== self.node) return refuse('not addressed to this node', node, `it looked for ${quoted(to)}`);
  if (expected !== null && node !== expected)
    return refuse('unknown node', node, `${quoted(node)} is not the node that belongs there`);
  return { ok: true, hello };
}

function refuse(
  reason: DropReason,
  claimed: string,
  sentence: string,
  code: RefusalCode = 'refused',
): HelloResult {
  return { ok: false, refusal: { reason, code, claimed, sentence } };
}
