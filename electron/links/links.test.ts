/** What any kind of links promises. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame, HEADER_BYTES } from './frames.ts';
import {
  helloOf,
  MAX_BACKLOG,
  MAX_FRAME,
  memoryNet,
  type Note,
  tlsNet,
  type TestNet,
} from './testing/nodes.ts';

const numbers = (count: number): Note[] => Array.from({ length: count }, (_, n) => ({ type: 'n', n }));

/** A message whose frame body is exactly that long. */
function messageOf(bytes: number): Note {
  const overhead = encodeFrame({ type: 'big', text: 'x'.repeat(40_000) }).length - HEADER_BYTES - 40_000;
  return { type: 'big', text: 'x'.repeat(bytes - overhead) };
}

describe.each([
  ['TLS', tlsNet],
  ['memory', memoryNet],
])('links over %s', (_, createNet) => {
  let net: TestNet;
  beforeEach(() => {
    net = createNet();
  });
  afterEach(() => net.stop());

  async function pair() {
    const a = await net.start('a');
    const b = await net.start('b', { name: 'Bench by the door', http: null });
    await Promise.all([a.untilConnected('b'), b.untilConnected('a')]);
    return { a, b };
  }

  it('tell each side once that the other is there, and who it is', async () => {
    const { a, b } = await pair();
    expect(a.told).toEqual([
      { type: 'up', peer: 'b', hello: helloOf('b', { name: 'Bench by the door', http: null }) },
    ]);
    expect(b.told).toEqual([{ type: 'up', peer: 'a', hello: helloOf('a') }]);
    expect([...a.links.connected()]).toEqual(['b']);
  });

  it('connect everybody with everybody', async () => {
    const [a, b, c] = [await net.start('a'), await net.start('b'), await net.start('c')];
    await Promise.all([a.untilConnected('b', 'c'), b.untilConnected('a', 'c'), c.untilConnected('a', 'b')]);
    b.links.send('c', { type: 'to c' });
    b.links.send('a', { type: 'to a' });
    await Promise.all([a.untilMessages(1), c.untilMessages(1)]);
    expect(a.messages).toEqual([{ type: 'to a' }]);
    expect(c.told.at(-1)).toEqual({ type: 'message', from: 'b', message: { type: 'to c' } });
  });

  it('deliver everything in order, both ways at once', async () => {
    const { a, b } = await pair();
    for (const note of numbers(5_000)) {
      a.links.send('b', note);
      b.links.send('a', note);
    }
    await Promise.all([a.untilMessages(5_000), b.untilMessages(5_000)]);
    expect(a.messages).toEqual(numbers(5_000));
    expect(b.messages).toEqual(numbers(5_000));
    expect(a.links.drops()).toEqual({});
  });

  it('carry numbers, text, binary, nothing, lists and maps as they are, and leave out what is undefined', async () => {
    const { a, b } = await pair();
    const note = {
      type: 'all',
      numbers: [0, -1, 1.5, Number.MAX_SAFE_INTEGER, 2 ** 32, -(2 ** 40)],
      texts: ['', 'Größe 0,4 mm · 猫 🐈', 'x'.repeat(300)],
      binary: new Uint8Array([0, 1, 255]),
      none: null,
      flags: { yes: true, no: false },
    };
    a.links.send('b', { ...note, left: undefined });
    await b.untilMessages(1);
    expect(b.messages).toEqual([note]);
    expect(Object.hasOwn(b.messages[0]!, 'left')).toBe(false);
    expect((b.messages[0]!['binary'] as Uint8Array).constructor).toBe(Uint8Array);
  });

  it('carry what a message was when it was sent', async () => {
    const { a, b } = await pair();
    const list = [1];
    a.links.send('b', { type: 'list', list });
    list.push(2);
    await b.untilMessages(1);
    expect(b.messages).toEqual([{ type: 'list', list: [1] }]);
  });

  it('carry a message of just the longest frame, and drop one a byte longer', async () => {
    const { a, b } = await pair();
    const longest = messageOf(MAX_FRAME);
    a.links.send('b', messageOf(MAX_FRAME + 1));
    a.links.send('b', longest);
    await b.untilMessages(1);
    expect(b.messages).toEqual([longest]);
    expect(a.links.drops()).toEqual({ 'message too large': 1 });
  });

  it('drop and count what exceeds the backlog, and go on', async () => {
    const { a, b } = await pair();
    const filler = 'x'.repeat(10_000);
    const count = Math.ceil((2 * MAX_BACKLOG) / filler.length);
    for (const note of numbers(count)) a.links.send('b', { ...note, filler });
    const dropped = a.links.drops()['backlog full'] ?? 0;
    expect(dropped).toBeGreaterThan(count / 3);
    await b.untilMessages(count - dropped);
    a.links.send('b', { type: 'after' });
    await b.until(() => b.messages.at(-1)?.type === 'after');
    // Those that came are the first ones: nothing overtakes.
    expect(b.messages.slice(0, -1).map((note) => note['n'])).toEqual([...Array(count - dropped).keys()]);
  });

  it('drop and count what is for nobody that is connected', async () => {
    const { a } = await pair();
    a.links.send('z', { type: 'n' });
    a.links.send('a', { type: 'n' });
    expect(a.links.drops()).toEqual({ 'not connected': 2 });
  });

  it('drop and count what is no message, and go on', async () => {
    const { a, b } = await pair();
    a.links.send('b', { no: 'type' } as unknown as Note);
    a.links.send('b', { type: 'good' });
    await b.untilMessages(1);
    expect(b.messages).toEqual([{ type: 'good' }]);
    expect(b.links.drops()).toEqual({ 'malformed message': 1 });
  });

  it('tell that a peer is gone, and find it again after its restart', async () => {
    const { a, b } = await pair();
    await b.links.stop();
    await a.until(() => a.told.at(-1)?.type === 'down');
    expect(a.links.connected().size).toBe(0);

    const again = await net.start('b', { name: 'Bench at the window' });
    await Promise.all([a.untilConnected('b'), again.untilConnected('a')]);
    expect(a.told.at(-1)).toEqual({
      type: 'up',
      peer: 'b',
      hello: helloOf('b', { name: 'Bench at the window' }),
    });
    again.links.send('a', { type: 'back' });
    await a.untilMessages(1);
    expect(a.messages).toEqual([{ type: 'back' }]);
  });

  it('keep another shop and another epoch out, counted (edge case 36)', async () => {
    const a = await net.start('a');
    const b = await net.start('b', { clusterId: 'cluster-2' });
    const c = await net.start('c', { epoch: 1 });
    const refused = (reason: string) => () => (a.links.drops()[reason] ?? 0) > 0;
    await expect.poll(refused('other shop')).toBe(true);
    await expect.poll(refused('other epoch')).toBe(true);
    const heard = [a, b, c].flatMap(({ told }) => told).filter(({ type }) => type !== 'refused');
    expect(heard).toEqual([]);
  });

  it('cut a peer off at once and tell it why', async () => {
    const { a, b } = await pair();
    a.links.disconnect('b', 'removed');
    expect(a.told.at(-1)).toEqual({ type: 'down', peer: 'b' });
    await b.until(() => b.told.some(({ type }) => type === 'refused'));
    expect(b.told.find(({ type }) => type === 'refused')).toEqual({
      type: 'refused',
      peer: 'a',
      code: 'removed',
    });
    await b.until(() => b.told.some(({ type }) => type === 'down'));
  });

  it('tell nothing once they are stopped, send nothing, and stop twice alike', async () => {
    const { a, b } = await pair();
    b.links.send('a', { type: 'late' });
    const stopping = a.links.stop();
    const told = [...a.told];
    a.links.send('b', { type: 'late' });
    await Promise.all([stopping, a.links.stop(), b.until(() => b.told.at(-1)?.type === 'down')]);
    expect(a.told).toEqual(told);
    expect(b.messages).toEqual([]);
    expect(a.links.connected().size).toBe(0);
  });
});
