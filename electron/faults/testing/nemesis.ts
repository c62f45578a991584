/** What is done to a shop, drawn from a seed, one after the other, each undone after a while. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../raft/testing/random.ts';
import { fill, makeRoom } from '../../testing/disks.ts';
import type { Computer } from './lan-shop.ts';

export type Fault =
  'kill' | 'power' | 'blackout' | 'freeze' | 'partition' | 'mute' | 'slow' | 'lossy' | 'full' | 'clock';

const WEIGHTS: Readonly<Record<Fault, number>> = {
  kill: 3,
  power: 3,
  blackout: 1,
  freeze: 3,
  partition: 3,
  mute: 3,
  slow: 2,
  lossy: 2,
  full: 2,
  clock: 2,
};
/** So slow that what was written in a second takes longer than that to arrive. */
const KILOBITS = 128;
/** Room for so little that of what is sent together a part is lost. */
const LOSSY = { kilobits: 2_000, queue: 3_000 };
const YEAR_MS = 365 * 86_400_000;

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
      break;
    case 'lossy':
      await each((victim) => victim.slow(LOSSY.kilobits, LOSSY.queue));
      await pause(lastsMs);
      await each((victim) => victim.slow(null));
      break;
    case 'full':
      await each((victim) => fill(victim.workstation.data));
      await pause(lastsMs);
      await each((victim) => makeRoom(victim.workstation.data));
      await each((victim) => victim.startAgain());
      break;
    case 'clock':
      // It stays as it is: clocks are wrong until somebody sets them.
      await each((victim) => victim.setClock((random.next() - 0.5) * 2 * YEAR_MS));
      await pause(lastsMs);
  }
  return [fault, `${fault} ${victims.map(({ number }) => number).join()} for ${lastsMs} ms`];
}

function drawn(computers: readonly Computer[], count: number, random: Random): readonly Computer[] {
  const left = [...computers];
  return Array.from({ length: count }, () => left.splice(random.int(left.length), 1)).flat();
}
