/** Writes and the sessions that make them happen once, together, over links and leaders that do their worst. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogAnswer } from './envelope.ts';
import { NotApplied, OutcomeUnknown } from './errors.ts';
import { OwnSession } from './own-session.ts';
import { Sessions } from './sessions.ts';
import { Submissions } from './submissions.ts';
import { addPrinter } from './testing/workplace.ts';
import type { Forwarded } from './wire.ts';

type Run = Readonly<{ session: string; write: Forwarded }>;
type Item = Readonly<{ open: string }> | Run;

/** A client's node, two that may lead, and the log, with every message under way in plain sight. */
class World {
  readonly own = new OwnSession('a:1');
  readonly submissions = new Submissions();
  readonly sessions = new Sessions({ add: () => undefined, remove: () => undefined });
  /** How often each change was made, by its name. */
  readonly applied = new Map<string, number>();
  readonly results = new Map<string, Promise<LogAnswer | Error>>();
  readonly forwards: (Run & { to: number })[] = [];
  readonly refusals: Run[] = [];
  /** Appended by the leader and not committed. */
  tail: Item[] = [];
  leader: number | null = 0;
  now = 0;
  rivals = 0;

  add(): void {
    const name = `change ${this.results.size}`;
    const result = this.submissions.add(addPrinter(name), {}, this.now);
    this.results.set(
      name,
      result.catch((cause: unknown) => cause as Error),
    );
  }

  /** @param to whom this node believes to lead, rightly or not */
  flush(to: number): void {
    const state = this.own.look((id) => this.sessions.has(id));
    if (state === 'ended') this.submissions.sessionEnded();
    const session = this.own.id;
    if (state !== 'open') {
      if (this.leader !== null) this.tail.push({ open: session });
      return;
    }
    for (const write of this.submissions.due(this.now)) this.forwards.push({ session, write, to });
  }

  /** Messages come in any order, so to a leader of now that was none when they were sent. */
  deliver(n: number): void {
    const [message] = this.forwards.splice(n % Math.max(1, this.forwards.length), 1);
    if (message === undefined) return;
    if (message.to === this.leader) this.tail.push(message);
    else this.refusals.push(message);
  }

  refuse(n: number): void {
    const [message] = this.refusals.splice(n % Math.max(1, this.refusals.length), 1);
    if (message?.session === this.own.id) this.submissions.refused(message.write.seq, message.write.attempt);
  }

  /** @param seen whether the client's node applies it itself, or takes it in with a snapshot */
  commit(count: number, seen: boolean): void {
    for (const item of this.tail.splice(0, count)) this.apply(item, seen);
    if (!seen) this.submissions.sendAgain();
  }

  apply(item: Item, seen: boolean): void {
    if ('open' in item) return this.sessions.open(item.open, 'a', 0);
    const { session, write } = item;
    const outcome = this.sessions.once(session, write.seq, write.low, 0, () => {
      const name = write.command.type === 'printer.create' ? write.command.model : '';
      this.applied.set(name, (this.applied.get(name) ?? 0) + 1);
      return { kind: 'answered', answer: { ok: true, id: name } };
    });
    if (seen && session === this.own.id) this.submissions.applied(write.seq, outcome);
  }

  /** Another leads, or nobody; of what was not committed, some is lost with the old one. */
  elect(leader: number | null, kept: number, noticed: boolean): void {
    this.leader = leader;
    this.tail.length = Math.min(this.tail.length, kept);
    if (noticed) this.submissions.sendAgain();
  }

  pass(ms: number): void {
    this.now += ms;
    this.submissions.expire(this.now, () => 'no leader');
  }
}

const small = fc.nat(5);
const step: fc.Arbitrary<(world: World) => void> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((world: World) => world.add()) },
  { weight: 6, arbitrary: fc.nat(1).map((to) => (world: World) => world.flush(to)) },
  { weight: 8, arbitrary: fc.nat().map((n) => (world: World) => world.deliver(n)) },
  { weight: 6, arbitrary: fc.nat().map((n) => (world: World) => world.refuse(n)) },
  { weight: 1, arbitrary: fc.nat().map((n) => (world: World) => void world.forwards.splice(n % 7, 1)) },
  { weight: 1, arbitrary: fc.nat().map((n) => (world: World) => void world.refusals.splice(n % 7, 1)) },
  {
    weight: 5,
    arbitrary: fc.tuple(small, fc.boolean()).map(
      ([count, seen]) =>
        (world: World) =>
          world.commit(count, seen),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(0, 1, null), small, fc.boolean()).map(
      ([leader, kept, noticed]) =>
        (world: World) =>
          world.elect(leader, kept, noticed),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(20, 500, 1_000, 2_000).map((ms) => (world: World) => world.pass(ms)),
  },
  // A copy of this node was started elsewhere: its session ends this one's.
  {
    weight: 1,
    arbitrary: fc.constant((world: World) => void world.tail.push({ open: `b:${++world.rivals}` })),
  },
);

it('a change is made once at most, and nobody is ever told anything else than what became of it, then or later (edge case 34)', async () => {
  const told = { answered: 0, notApplied: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async (steps) => {
      const world = new World();
      world.sessions.open('a:1', 'a', 0);
      for (const one of steps) one(world);
      // Whoever was told "not applied" has been told; what is still under way arrives now, and is appended.
      world.pass(2_000);
      for (world.leader ??= 0; world.forwards.length > 0;) {
        world.leader = world.forwards[0]!.to;
        world.deliver(0);
      }
      world.commit(world.tail.length, true);
      world.pass(5_000);
      for (const [name, result] of world.results) {
        const times = world.applied.get(name) ?? 0;
        const answer = await result;
        if (answer instanceof NotApplied) {
          told.notApplied++;
          expect(times, name).toBe(0);
        } else if (answer instanceof OutcomeUnknown) {
          told.unknown++;
          expect(times, name).toBeLessThanOrEqual(1);
        } else {
          told.answered++;
          expect(answer).toEqual({ ok: true, id: name });
          expect(times, name).toBe(1);
        }
      }
    }),
    { numRuns: 400 },
  );
  // The histories reach every kind of answer.
  expect(Math.min(...Object.values(told))).toBeGreaterThan(100);
});
