/** How a shop is, in plain words: the same on every screen and in the tray. None of them is Raft's. */
import type { Health } from './health.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export type HealthWords = Readonly<{
  tone: Tone;
  /** Two or three words for the header. */
  short: string;
  /** What may fail, or what is waited for. */
  sentence: string;
  /** Whether it concerns everybody on every screen. */
  urgent: boolean;
}>;

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

export function shopWords(health: Health): HealthWords {
  switch (health.mode) {
    case 'well':
      return { tone: 'good', short: 'All well', sentence: mayFail(health.mayFail), urgent: false };
    case 'degraded':
      return { tone: 'warn', short: 'Nothing to spare', sentence: nothingToSpare(health), urgent: false };
    case 'alone':
      return {
        tone: 'good',
        short: 'One workstation',
        sentence: 'This workstation keeps the shop alone: while it is off, nobody can work.',
        urgent: false,
      };
    case 'readingOnly':
      return { tone: 'bad', short: 'Reading only', sentence: readingOnly(health), urgent: true };
    case 'starting':
      return {
        tone: 'idle',
        short: 'Starting',
        sentence: 'Starting: this workstation is looking for the others.',
        urgent: false,
      };
    case 'noShop':
      return {
        tone: 'idle',
        short: 'No shop yet',
        sentence: 'This workstation belongs to no shop yet: found one here, or join one.',
        urgent: true,
      };
  }
}

/** The voters that cannot be reached from here, by name. */
export function missing({ members }: Health): readonly string[] {
  return members.filter((member) => member.voter && !member.reachable).map((member) => member.name);
}

/** Those of whom some must come back before anything can be changed: `Laser-PC`, `two of A, B and C`. */
export function awaited({ count, names }: NonNullable<Health['waitingFor']>): string {
  if (count >= names.length) return listed(names, 'and');
  if (count === 1) return listed(names, 'or');
  return `${NUMBERS[count] ?? count} of ${listed(names, 'and')}`;
}

/** `A, B and C`. */
export function listed(names: readonly string[], word: 'and' | 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

function mayFail(count: number): string {
  const many = count === 1 ? 'one workstation' : `${NUMBERS[count] ?? count} workstations`;
  return `Any ${many} may fail and the shop goes on.`;
}

function nothingToSpare(health: Health): string {
  const silent = missing(health);
  const voters = health.members.filter(({ voter }) => voter);
  const [only] = voters;
  if (only !== undefined && voters.length === 1 && health.members.length > 1) {
    return `Changes need ${only.name}. With a third workstation up to date, any one may fail.`;
  }
  const base = 'No further failure is survived';
  if (silent.length === 0) return `${base}: the shop goes on only while every workstation runs.`;
  return `${base} until ${listed(silent, 'and')} can be reached again.`;
}

/** Of records that contradict each other those count that most of the workstations hold. */
function whoDecides(health: Health): string {
  const silent = missing(health);
  if (silent.length === 0) return 'Nobody can tell whose are right.';
  return `Switch on ${listed(silent, 'and')} to tell whose are right.`;
}

/** How fresh the screen is, is told beside it: it grows older while nothing is heard. */
function readingOnly(health: Health): string {
  const { waitingFor } = health;
  if (health.contradicted)
    return `Reading only: the workstations hold different records. ${whoDecides(health)}`;
  if (!waitingFor || waitingFor.names.length === 0) {
    return 'Reading only: the workstations are finding each other again.';
  }
  return `Reading only: waiting for ${awaited(waitingFor)}.`;
}
