/** What is large, over real sockets. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tlsNet, type TestNode, type TlsNet } from './testing/nodes.ts';

let net: TlsNet;
let [a, b]: TestNode[] = [];
beforeEach(async () => {
  net = tlsNet();
  a = await net.start('a');
  b = await net.start('b');
  await Promise.all([a.untilConnected('b'), b.untilConnected('a')]);
});
afterEach(() => net.stop());

const full = (node: TestNode) => node.links.drops()['backlog full'] ?? 0;

/** Sends more at once than may wait, and then as much as has room on a link of its own. @returns whether it had */
function hasRoomBeside(from: TestNode, to: string): boolean {
  for (let n = 0; n < 6; n++) from.links.send(to, { type: 'large', data: 'x'.repeat(60_000) }, 'bulk');
  const before = full(from);
  for (const type of ['large', 'last']) from.links.send(to, { type, data: 'x'.repeat(60_000) });
  return full(from) === before;
}

it('goes over the link at first, and soon beside it: what is ordinary does not wait behind it', async () => {
  expect(hasRoomBeside(a!, 'b')).toBe(false);
  await expect.poll(() => hasRoomBeside(a!, 'b')).toBe(true);
  await b!.until(() => b!.messages.some(({ type }) => type === 'last'));
  expect(b!.messages.filter(({ type }) => type === 'large').length).toBeGreaterThan(4);
});

it('is not dialled for what is ordinary, and opens no second link', async () => {
  await expect.poll(() => hasRoomBeside(a!, 'b')).toBe(true);
  expect(b!.told.filter(({ type }) => type === 'up')).toHaveLength(1);
  expect(a!.told.filter(({ type }) => type === 'down')).toHaveLength(0);
});

it('has no line without a link: the next link begins without one', async () => {
  await expect.poll(() => hasRoomBeside(a!, 'b')).toBe(true);
  const isUp = ({ type }: { type: string }) => type === 'up';
  b!.links.disconnect('a', 'refused');
  await a!.until(() => a!.told.filter(isUp).length === 2);
  expect(hasRoomBeside(a!, 'b')).toBe(false);
});
