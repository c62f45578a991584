/** What happens to the simulated shop, one thing at a time, and how often: drawn by the seed. */
import type { Random } from '../../raft/testing/random.ts';
import type { SimNetwork } from './network.ts';
import type { SimWorkstation } from './workstation.ts';

export type Fault =
  | 'nothing'
  | 'crash'
  | 'start'
  | 'power cut'
  | 'sleep'
  | 'freeze'
  | 'wake'
  | 'cut'
  | 'one way'
  | 'partition'
  | 'disconnect'
  | 'mend the network'
  | 'disk hangs'
  | 'disk full'
  | 'write fails'
  | 'damage'
  | 'mend the disks'
  | 'clock slow or fast'
  | 'clock steps'
  | 'shut down';

export type Weights = Readonly<Record<Fault, number>>;

export type World = Readonly<{ shop: readonly SimWorkstation[]; network: SimNetwork; random: Random }>;

/** Swarm testing (Groce et al., ISSTA 2012): each run leaves some faults out, so that they do not hide each other. */
export function drawWeights(random: Random): Weights {
  const maybe = (weight: number) => (random.chance(0.5) ? weight : 0);
  return {
    nothing: random.between(5, 30),
    crash: maybe(2),
    start: 4,
    'power cut': maybe(0.3),
    sleep: maybe(1),
    freeze: maybe(1),
    wake: 4,
    cut: maybe(2),
    'one way': maybe(2),
    partition: maybe(1),
    disconnect: maybe(2),
    'mend the network': 3,
    'disk hangs': maybe(1),
    'disk full': maybe(0.5),
    'write fails': maybe(1),
    damage: maybe(2),
    'mend the disks': 3,
    'clock slow or fast': maybe(1),
    'clock steps': maybe(1),
    'shut down': maybe(1),
  };
}

/** Does it. @returns what exactly was done; null: it fits nowhere now */
export function befall({ shop, network, random }: World, fault: Fault): string | null {
  const leader = shop.find(({ view }) => view?.role === 'leader');
  // Of one that leads, mostly: there it does harm.
  const victim = leader !== undefined && random.chance(0.4) ? leader : random.pick(shop);
  const other = random.pick(shop);
  const { id } = victim;
  switch (fault) {
    case 'nothing':
      return null;
    case 'crash':
      victim.crash();
      return id;
    case 'start': {
      const off = shop.filter(({ isOn }) => !isOn);
      if (off.length === 0) return null;
      const chosen = random.pick(off);
      chosen.start();
      return chosen.id;
    }
    case 'power cut':
      for (const workstation of shop) workstation.crash();
      return 'all';
    case 'sleep':
      victim.sleep('sleeps');
      return id;
    case 'freeze':
      victim.sleep('frozen');
      return id;
    case 'wake': {
      const away = shop.filter(({ isOn, isAwake }) => isOn && !isAwake);
      if (away.length === 0) return null;
      const chosen = random.pick(away);
      chosen.wake();
      return chosen.id;
    }
    case 'cut':
      if (other === victim) return null;
      network.cutBoth(id, other.id);
      return `${id} ${other.id}`;
    case 'one way':
      if (other === victim) return null;
      network.cut(id, other.id);
      return `${id} to ${other.id}`;
    case 'partition': {
      const side = shop.filter(() => random.chance(0.5));
      for (const one of side)
        for (const two of shop) if (!side.includes(two)) network.cutBoth(one.id, two.id);
      return side.map((one) => one.id).join(' ');
    }
    case 'disconnect':
      if (other === victim) return null;
      network.disconnect(id, other.id);
      return `${id} ${other.id}`;
    case 'mend the network':
      network.mend();
      return 'all';
    case 'disk hangs':
      victim.disk.hangs = true;
      return id;
    case 'disk full':
      victim.disk.isFull = true;
      return id;
    case 'write fails':
      victim.disk.fails = true;
      return id;
    case 'damage': {
      // Two that have forgotten at once may well have lost what was committed; so may a lone voter.
      const voters = leader?.view?.configuration;
      const spares = voters !== undefined && voters.outgoing.length === 0 && voters.voters.length >= 3;
      const settled = leader?.view?.configurationCommitted === true;
      if (!spares || !settled || shop.some(({ disk }) => disk.damaged)) return null;
      victim.crash();
      victim.disk.damage(random.between(1, 20));
      return id;
    }
    case 'mend the disks':
      for (const { disk } of shop) disk.mend();
      return 'all';
    case 'clock slow or fast':
      victim.goesAt(random.pick([0.5, 0.9, 1, 1.1, 2]));
      return `${id} at ${victim.rate}`;
    case 'clock steps':
      victim.wallOffset += random.pick([-365, -1, 1, 365]) * 86_400_000 * random.next();
      return id;
    case 'shut down':
      victim.shutDown();
      return id;
  }
}
