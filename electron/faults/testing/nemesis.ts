/** What is done to a shop, drawn from a seed, one after the other, each undone after a while. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../raft/testing/random.ts';
import type { Computer } from './lan-shop.ts';

export type Fault = 'kill' | 'power' | 'blackout' | 'freeze' | 'partition' | 'mute' | 'slow';

const WEIGHTS: Readonly<Record<Fault, number>> = {
  kill: 3,
  power: 3,
  blackout: 1,
  freeze: 3,
  partition: 3,
  mute: 3,
  slow: 2,
};
/** So slow that what was written in a second takes longer than that to arrive. */
const KILOBITS = 128;

/** Draws one, does it, waits for as long as it lasts, and undoes it. Resolves with what it was, in words. */
export async function disturb(computers: readonly Computer[], random: Random): Promise<[Fault, string]> {
  const fault = random.weighted(WEIGHTS);
  const victims = fault === 'blackout' ? computers : drawn(computers, random.between(1, 2), random);
  const lastsMs = random.between(500, 4_000);
  const others = computers.filter((computer) => !victims.includes(computer));
  const each = (act: (victim: Computer) => unknown) => Promise.all(victims.map(act));
  switch (fault) {
    case 'kill':
      await each((victim) => victim.kill('program', random.next));
      await pause(lastsMs);
      await each((victim) => victim.start());
      break;
    case 'power':
    case 'blackout':
      await each((victim) => victim.kill('power', random.next));
      await pause(fault === 'power' ? lastsMs : 0);
      await each((victim) => victim.start());
      break;
    case 'freeze':
      await each((victim) => victim.freeze());
      await pause(lastsMs);
      await each((victim) => victim.thaw());
      break;
    case 'partition':
      await each((victim) => victim.plug('B'));
      await pause(lastsMs);
      await each((victim) => victim.plug('A'));
      break;
    case 'mute':
      for (const victim of victims) for (const other of others) victim.mute(other);
      await pause(lastsMs);
      await each((victim) => victim.unmute());
      break;
    case 'slow':
      await each((victim) => victim.slow(KILOBITS));
      await pause(lastsMs);
      await each((victim) => victim.slow(null));
  }
  return [fault, `${fault} ${victims.map(({ number }) => number).join()} for ${lastsMs} ms`];
}

function drawn(computers: readonly Computer[], count: number, random: Random): readonly Computer[] {
  const left = [...computers];
  return Array.from({ length: count }, () => left.splice(random.int(left.length), 1)).flat();
}
