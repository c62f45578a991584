/** How the shop is, as this page can tell: the shop's own words, unless the page hears nothing of it. */
import type { Health, Member } from '../../shared/contract/health.ts';
import { shopWords } from '../../shared/contract/health-words.ts';
import type { HealthWords } from '../../shared/contract/health-words.ts';
import type { Connection } from '../store/replica.ts';

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
  return shopWords(health);
}

/** How far a workstation is behind, in words. */
export function lagWords({ reachable, self, lag }: Member): string {
  if (self && !lag) return 'Up to date';
  if (!reachable) return 'Cannot be reached';
  if (lag === null) return 'Not heard yet';
  if (lag === 0) return 'Up to date';
  return lag === 1 ? '1 change behind' : `${lag.toLocaleString('en')} changes behind`;
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Where a workstation is: on the LAN where others ask for it, or on this very computer, where its console can be opened
 * beside this one. Null: nobody knows yet.
 */
export function placeOf({
  self,
  http,
  link,
}: Pick<Member, 'self' | 'http' | 'link'>): Readonly<{ text: string; href: string | null }> | null {
  // Its console answers on its own loopback, which is not this computer's.
  if (link !== null && !isLoopback(link.host)) return { text: `${link.host}:${link.port}`, href: null };
  if (http === null) return null;
  const text = `${http.host}:${http.port}`;
  return { text, href: self ? null : `http://${text}/` };
}
