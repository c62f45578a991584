/** How the shop is, in plain words. None of them is Raft's. */
import type { Health, Member } from '../../shared/contract/health.ts';
import type { Connection } from '../store/replica.ts';

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
const CONNECTING: HealthWords = {
  tone: 'idle',
  short: 'Connecting',
  sentence: 'Connecting to this workstation.',
  urgent: false,
};
const LOST: HealthWords = {
  tone: 'bad',
  short: 'Not connected',
  sentence:
    'Reading only: PrintRaft on this workstation does not answer. This page connects again by itself; ' +
    'if it does not, start PrintRaft on this workstation.',
  urgent: true,
};
const OUTDATED: HealthWords = {
  tone: 'bad',
  short: 'Other version',
  sentence:
    'Reading only: this page and PrintRaft on this workstation are different versions. Reload the page; ' +
    'if that does not help, update PrintRaft.',
  urgent: true,
};

export function healthWords(health: Health | null, connection: Connection): HealthWords {
  if (connection === 'outdated') return OUTDATED;
  if (connection === 'lost') return LOST;
  if (health === null || connection === 'connecting') return CONNECTING;
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

function mayFail(count: number): string {
  const many = count === 1 ? 'one workstation' : `${NUMBERS[count] ?? count} workstations`;
  return `Any ${many} may fail and the shop goes on.`;
}

function nothingToSpare({ members }: Health): string {
  const silent = members.filter((member) => member.voter && !member.reachable).map((member) => member.name);
  const base = 'No further failure is survived';
  if (silent.length === 0) return `${base}: the shop goes on only while every workstation runs.`;
  return `${base} until ${listed(silent, 'and')} can be reached again.`;
}

/** How fresh the screen is, is told beside it: it grows older while nothing is heard. */
function readingOnly({ waitingFor }: Health): string {
  if (!waitingFor || waitingFor.names.length === 0) {
    return 'Reading only: the workstations are finding each other again.';
  }
  return `Reading only: waiting for ${awaited(waitingFor)}.`;
}

function awaited({ count, names }: NonNullable<Health['waitingFor']>): string {
  if (count >= names.length) return listed(names, 'and');
  if (count === 1) return listed(names, 'or');
  return `${NUMBERS[count] ?? count} of ${listed(names, 'and')}`;
}

function listed(names: readonly string[], word: 'and' | 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

/** How far a workstation is behind, in words. */
export function lagWords({ reachable, self, lag }: Member): string {
  if (self && !lag) return 'Up to date';
  if (!reachable) return 'Cannot be reached';
  if (lag === null) return 'Not heard yet';
  if (lag === 0) return 'Up to date';
  return lag === 1 ? '1 change behind' : `${lag.toLocaleString('en')} changes behind`;
}
