import { RULES_VERSION } from '../../shared/domain/versions.ts';
import { describe, expect, it } from 'vitest';
import { encodeEnvelope } from './envelope.ts';
import { KeyUsedOtherwise, NewerEntryError, NotApplied, OutcomeUnknown } from './errors.ts';
import { WINDOW } from './sessions.ts';
import { openShop } from './testing/shop.ts';
import { addPrinter } from './testing/workplace.ts';

const KEY = { key: 'key-0001' };
const done = (id: string) => ({ ok: true, id });

describe('a write', () => {
  it('on a follower is forwarded and answered with what apply returned, a refusal too', async () => {
    const shop = await openShop();
    await shop.ready();
    const [follower] = shop.followers();
    const { running } = shop.node(follower!);
    expect(await shop.settled(running.submit(addPrinter('MK4')))).toEqual(done('PR-0001'));
    expect(shop.node(follower!).printers('MK4')).toBe(1);
    const refused = await shop.settled(running.submit({ type: 'job.start', id: 'J-0099' }));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  });

  it('that was acknowledged anywhere is seen behind a barrier everywhere', async () => {
    const shop = await openShop();
    await shop.ready();
    for (const [n, writer] of ['a', 'b', 'c', 'a'].entries()) {
      const model = `model ${n}`;
      await shop.settled(shop.node(writer).running.submit(addPrinter(model)));
      for (const reader of ['a', 'b', 'c']) {
        expect(await shop.settled(shop.node(reader).running.barrier())).toBeUndefined();
        expect(shop.node(reader).printers(model)).toBe(1);
      }
    }
  });

  it('is applied once and answered when its leader is lost in mid-write', async () => {
    const shop = await openShop();
    const first = await shop.ready();
    const [follower] = shop.followers();
    // The leader has it and nobody else does; or everybody does, and the leader's word of it is lost.
    for (const lost of ['append', 'heartbeat'] as const) {
      const leader = shop.leader() ?? first;
      const writer = shop.followers()[0] ?? follower!;
      const end = shop.meddle((from, _to, message) =>
        from === leader && message.type === 'raft' && message.message.type === lost ? 'lose' : 'pass',
      );
      const answer = shop.node(writer).running.submit(addPrinter(lost));
      await shop.run(50);
      shop.isolate(leader);
      end();
      expect(await shop.settled(answer)).toMatchObject({ ok: true });
      shop.rejoin(leader);
      await shop.ready();
      for (const id of ['a', 'b', 'c']) expect(shop.node(id).printers(lost)).toBe(1);
    }
  });

  it('is applied once when its forwarding is lost, and when the lost one comes late', async () => {
    const shop = await openShop();
    await shop.ready();
    const [follower] = shop.followers();
    for (const fate of ['lose', { later: 1_500 }] as const) {
      let met = 0;
      const end = shop.meddle((_from, _to, message) =>
        message.type === 'forward' && met++ === 0 ? fate : 'pass',
      );
      const model = JSON.stringify(fate);
      const answer = shop.node(follower!).running.submit(addPrinter(model));
      expect(await shop.settled(answer)).toMatchObject({ ok: true });
      expect(met).toBe(2);
      await shop.run(2_000);
      expect(shop.node(follower!).printers(model)).toBe(1);
      end();
    }
  });

  it('repeated under its key on another workstation gets the first answer, another change is refused', async () => {
    const shop = await openShop();
    await shop.ready();
    const first = await shop.settled(shop.node('a').running.submit(addPrinter('MK4'), KEY));
    expect(await shop.settled(shop.node('b').running.submit(addPrinter('MK4'), KEY))).toEqual(first);
    const other = await shop.settled(shop.node('c').running.submit(addPrinter('MINI'), KEY));
    expect(other).toBeInstanceOf(KeyUsedOtherwise);
    expect(shop.node('c').running.shop.printers.size).toBe(1);
  });

  it('without a majority is certainly not applied after 2 s, and says how many are missing', async () => {
    const shop = await openShop();
    const leader = await shop.ready();
    for (const id of shop.followers()) await shop.stop(id);
    const { running } = shop.node(leader);
    const from = shop.now;
    const both = await shop.settled(
      Promise.allSettled([running.submit(addPrinter('MK4')), running.barrier()]),
    );
    const notApplied = {
      status: 'rejected',
      reason: { name: 'NotApplied', message: expect.stringContaining('only 1 of') as string },
    };
    expect(both).toMatchObject([notApplied, notApplied]);
    expect(shop.now - from).toBeLessThanOrEqual(2_050);
    for (const id of ['a', 'b', 'c'].filter((one) => one !== leader)) await shop.start(id);
    await shop.ready();
    expect(shop.node(leader).printers('MK4')).toBe(0);
  });

  it('that a leader may have taken has an unknown outcome after 5 s', async () => {
    const shop = await openShop();
    await shop.ready();
    const [follower] = shop.followers();
    shop.meddle((_from, _to, message) => (message.type === 'forward' ? 'lose' : 'pass'));
    const from = shop.now;
    expect(await shop.settled(shop.node(follower!).running.submit(addPrinter('MK4')))).toBeInstanceOf(
      OutcomeUnknown,
    );
    expect(shop.now - from).toBeGreaterThanOrEqual(5_000);
    expect(shop.now - from).toBeLessThanOrEqual(5_050);
  });

  it('beyond a window under way is refused at once, and the window itself is answered', async () => {
    const shop = await openShop();
    await shop.ready();
    const { running } = shop.node(shop.followers()[0]!);
    const answers = Array.from({ length: WINDOW }, (_, n) => running.submit(addPrinter(`${n}`)));
    expect(await shop.settled(running.submit(addPrinter('too many')))).toBeInstanceOf(NotApplied);
    const all = (await shop.settled(Promise.all(answers))) as { ok: boolean; id: string }[];
    expect(new Set(all.map(({ id }) => id)).size).toBe(WINDOW);
    expect(await shop.settled(running.submit(addPrinter('again')))).toMatchObject({ ok: true });
  });
});

describe('a node', () => {
  it('that starts again in mid-way has a session of its own, and everything', async () => {
    const shop = await openShop();
    await shop.ready();
    const [follower, other] = shop.followers();
    await shop.settled(shop.node(follower!).running.submit(addPrinter('before')));
    // Under way when it ends; a copy of it arrives when the node is back.
    const end = shop.meddle((_from, _to, message) => (message.type === 'forward' ? { later: 300 } : 'pass'));
    const cutOff = shop.node(follower!).running.submit(addPrinter('meanwhile'));
    const fate = shop.settled(cutOff);
    await shop.run(50);
    await shop.stop(follower!);
    expect(await fate).toBeInstanceOf(OutcomeUnknown);
    end();
    await shop.start(follower!);
    await shop.ready();
    const after = await shop.settled(shop.node(follower!).running.submit(addPrinter('after')));
    expect(after).toMatchObject({ ok: true });
    for (const id of [follower!, other!]) {
      expect(shop.node(id).printers('before')).toBe(1);
      expect(shop.node(id).printers('meanwhile')).toBeLessThanOrEqual(1);
      expect(shop.node(id).printers('after')).toBe(1);
    }
  });

  it('whose session was ended goes on in another, and does not know what became of what was under way', async () => {
    const shop = await openShop();
    const leader = await shop.ready();
    const [follower] = shop.followers();
    const { running } = shop.node(follower!);
    const end = shop.meddle((_from, _to, message) => (message.type === 'forward' ? { later: 400 } : 'pass'));
    const write = shop.settled(running.submit(addPrinter('under way')));
    await shop.run(50);
    shop.say(follower!, leader, { type: 'open', session: 'another boot' });
    expect(await write).toBeInstanceOf(OutcomeUnknown);
    end();
    expect(await shop.settled(running.submit(addPrinter('next')))).toMatchObject({ ok: true });
    await shop.run(1_000);
    expect([shop.node(follower!).printers('under way'), shop.node(follower!).printers('next')]).toEqual([
      0, 1,
    ]);
  });

  it('takes snapshots and drops the log, and one that was away becomes a snapshot', async () => {
    const shop = await openShop({ snapshotEntries: 400 });
    const leader = await shop.ready();
    const [away, other] = shop.followers();
    await shop.stop(away!);
    for (let n = 0; n < 8; n++) {
      const writes = Array.from({ length: 200 }, (_, i) => addPrinter(`${n}/${i}`));
      await shop.settled(Promise.all(writes.map((write) => shop.node(other!).running.submit(write))));
    }
    const { snapshotIndex, core } = shop.node(leader).running.status();
    expect(snapshotIndex).toBeGreaterThan(1_000);
    expect(core.firstIndex).toBeGreaterThan(snapshotIndex - 1_001);
    expect(shop.node(leader).storage.dropped).toBe(snapshotIndex);
    await shop.start(away!);
    await shop.ready();
    expect(shop.node(away!).resets).toBe(1);
    expect(await shop.settled(shop.node(away!).running.submit(addPrinter('back')))).toMatchObject({
      ok: true,
    });
    await shop.settled(shop.node(leader).running.barrier());
    const digests = ['a', 'b', 'c'].map((id) => shop.node(id).running.status().digest);
    expect(new Set(digests).size).toBe(1);
    // And from its own disk: what it received, and the log behind it.
    await shop.stop(away!);
    await shop.start(away!);
    await shop.ready();
    expect(shop.node(away!).running.status().digest).toBe(shop.node(leader).running.status().digest);
  });

  it('tells the others that its disk has forgotten something, until it has it back', async () => {
    const shop = await openShop();
    const leader = await shop.ready();
    const [one] = shop.followers();
    const told = (at: string) => shop.node(at).running.status().peers.get(one!)?.damaged;
    await shop.until('it says that it is well', () => told(leader) === false);
    await shop.stop(one!);
    shop.node(one!).storage.damaged = true;
    await shop.start(one!);
    await shop.until('it says that it is not', () => told(leader) === true);
    // Only a leader that is elected after the damage can say what was lost (`raft/damage.ts`).
    await shop.stop(leader);
    await shop.start(leader);
    await shop.ready();
    await shop.until('it is again', () => told(shop.leader()!) === false);
  });

  it('answers everything that waits when it stops, and takes nothing more', async () => {
    const shop = await openShop();
    await shop.ready();
    const [follower] = shop.followers();
    const { running } = shop.node(follower!);
    shop.meddle((from) => (from === follower ? 'lose' : 'pass'));
    const sent = running.submit(addPrinter('sent'));
    await shop.run(50);
    const fresh = running.submit(addPrinter('fresh'));
    const read = running.barrier();
    const answers = Promise.allSettled([sent, fresh, read]);
    await shop.stop(follower!);
    const names = (await answers).map((answer) =>
      answer.status === 'rejected' ? (answer.reason as Error).name : '',
    );
    expect(names).toEqual(['OutcomeUnknown', 'NotApplied', 'NotApplied']);
    expect(await shop.settled(running.submit(addPrinter('late')))).toBeInstanceOf(NotApplied);
    expect(await shop.settled(running.barrier())).toBeInstanceOf(NotApplied);
    expect(shop.node(follower!).storage.closed).toBe(1);
  });

  it('whose disk fails says why, and takes no part any more; the others go on without it', async () => {
    const shop = await openShop();
    const leader = await shop.ready();
    const failure = new Error('the disk is gone');
    shop.node(leader).storage.failure = failure;
    const write = shop.settled(shop.node(leader).running.submit(addPrinter('MK4')));
    const from = shop.now;
    await shop.until('the end', () => shop.node(leader).fatal !== null);
    expect(shop.node(leader).fatal).toBe(failure);
    expect(await write).toBeInstanceOf(OutcomeUnknown);
    const others = ['a', 'b', 'c'].filter((id) => id !== leader);
    await shop.until('another leader', () =>
      others.some((id) => shop.node(id).running.status().core.role === 'leader'),
    );
    // Its links closed at once: nobody had to wait for a timeout.
    expect(shop.now - from).toBeLessThan(500);
    expect(await shop.settled(shop.node(others[0]!).running.submit(addPrinter('MINI')))).toMatchObject({
      ok: true,
    });
    await shop.stop(leader);
    expect(shop.node(leader).storage.closed).toBe(1);
  });

  it('drops what breaks the protocol, counts it by reason, and goes on', async () => {
    const shop = await openShop();
    const leader = await shop.ready();
    const [liar] = shop.followers();
    const { term, lastIndex } = shop.node(leader).running.status().core;
    const message = { type: 'appendReply', term, match: lastIndex + 1_000 } as const;
    for (let n = 0; n < 2; n++) shop.say(liar!, leader, { type: 'raft', message });
    await shop.run(50);
    expect(shop.node(leader).running.status().drops).toMatchObject({ 'acknowledges what was never sent': 2 });
    expect(shop.leader()).toBe(leader);
  });

  it('stops in front of a newer entry and applies nothing of it', async () => {
    const shop = await openShop();
    await shop.ready();
    const [old] = shop.followers();
    await shop.stop(old!);
    const { storage } = shop.node(old!);
    const last = storage.entries.at(-1)!;
    const data = encodeEnvelope(
      { at: 0, age: 0, body: { type: 'open', node: 'a', session: 's' } },
      RULES_VERSION,
    );
    const newer = {
      ...last,
      index: last.index + 1,
      payload: {
        kind: 'command' as const,
        data: data.replace(`"v":${RULES_VERSION}`, `"v":${RULES_VERSION + 1}`),
      },
    };
    storage.entries = [...storage.entries, newer];
    storage.hardState = { ...storage.hardState, commit: newer.index };
    await shop.start(old!);
    await shop.until('the end', () => shop.node(old!).fatal !== null);
    expect(shop.node(old!).fatal).toBeInstanceOf(NewerEntryError);
    expect(shop.node(old!).running.appliedIndex).toBe(last.index);
    expect(await shop.settled(shop.node(old!).running.barrier())).toBeInstanceOf(NotApplied);
  });
});
