/**
 * Gets this computer into a shop. By digits once, since each try is a guess for somebody in the middle; with a secret
 * again and again, in rounds over everybody who may let it in, until it is in or somebody says for good that it never
 * will be. It founds nothing, and joins nobody but who was meant.
 */
import type { Joining } from '../shared/contract/membership.ts';
import type { Sighting } from './discovery/types.ts';
import { formatAddress } from './links/address.ts';
import type { Address } from './links/types.ts';
import type { Attempt, AttemptEvents, Way } from './lobby.ts';
import type { Claim } from './membership/joining/candidate.ts';
import { parseInvitation } from './membership/joining/invitation.ts';
import { type Join, joinAt, type JoinOptions } from './membership/joining/join.ts';
import { readKeyFile } from './membership/joining/key-file.ts';
import { type Refusal, type RefusalCode, refusalSentence } from './membership/joining/refusal.ts';
import type { Prospect } from './prospect.ts';

/** Between two rounds; somebody who comes into sight ends the wait. */
const ROUND_MS = 2_000;
/**
 * How often members must say that they do not know a secret: one may have been away when it was made. Fewer than the
 * tries after which they make everybody at this address wait.
 */
const UNKNOWN_ROUNDS = 3;

/** What is worth trying again, where it takes no person to try. */
const PASSING: readonly RefusalCode[] = [
  ...(['busy', 'noMajority', 'failed', 'timedOut', 'connectionLost', 'tooManyAttempts'] as const),
  // Of that one member, and not of the shop.
  ...(['otherShop', 'updateMember', 'malformed', 'unknownInvitation'] as const),
];

export type NewcomerPorts = Readonly<{
  prospect: Prospect;
  /** Where this computer will listen for the others. */
  addresses: () => readonly Address[];
  seen: () => readonly Sighting[];
  /** Called when `seen` changed; returns how to stop. */
  watchSeen: (listener: () => void) => () => void;
  save: JoinOptions['save'];
  /** It is saved: this computer is a member from now on. */
  joined: () => void;
  dial?: typeof joinAt;
}>;

/** What a round is about. */
type Search = Readonly<{
  claim: Extract<Claim, { way: 'secret' }>;
  hints: readonly Address[];
  shop: string | null;
}>;

type Try =
  | Readonly<{ kind: 'in' }>
  | Readonly<{ kind: 'no'; refusal: Refusal }>
  | Readonly<{ kind: 'nobody'; sentence: string }>;

/** Begins at once; whatever comes of it is told by `events`, and the attempt itself never rejects. */
export function startJoining(ports: NewcomerPorts, way: Way, name: string, events: AttemptEvents): Attempt {
  const newcomer = new Newcomer(ports, name, events);
  void newcomer.run(way);
  return newcomer;
}

class Newcomer implements Attempt {
  readonly #ports: NewcomerPorts;
  readonly #name: string;
  readonly #events: AttemptEvents;
  #join: Join | null = null;
  #cancelled = false;
  #wakeUp: () => void = () => undefined;

  constructor(ports: NewcomerPorts, name: string, events: AttemptEvents) {
    this.#ports = ports;
    this.#name = name;
    this.#events = events;
  }

  readonly confirm = (): void => this.#join?.confirm();

  readonly cancel = (): void => {
    this.#cancelled = true;
    this.#join?.cancel();
    this.#wakeUp();
  };

  async run(way: Way): Promise<void> {
    // Whoever asked has to know of the attempt before it tells anything.
    await Promise.resolve();
    if (way.kind === 'digits') return this.#byDigits(way.addresses, way.clusterId);
    try {
      await this.#search(await searchFor(way));
    } catch (cause) {
      this.#failed(cause instanceof Error ? cause.message : String(cause));
    }
  }

  async #byDigits(addresses: readonly Address[], clusterId: string | null): Promise<void> {
    this.#say({ phase: 'connecting', sentence: `Asking ${addresses.map(formatAddress).join(', ')} …` });
    let last = 'Nobody of that shop is in sight any more.';
    for (const address of addresses) {
      const result = await this.#try(address, { way: 'digits', clusterId });
      if (this.#isOver() || result.kind === 'in') return;
      last = result.kind === 'no' ? refusalSentence(result.refusal) : result.sentence;
      // Somebody was asked, and each further one would be another guess.
      if (result.kind === 'no') break;
    }
    this.#failed(last);
  }

  async #search(search: Search): Promise<void> {
    let unknown = 0;
    while (!this.#isOver()) {
      const addresses = this.#addressesFor(search);
      let waitMs = ROUND_MS;
      let why: string | null = null;
      this.#say({ phase: 'connecting', sentence: waitingFor(search, null) });
      for (const address of addresses) {
        const result = await this.#try(address, search.claim);
        if (this.#isOver() || result.kind === 'in') return;
        if (result.kind === 'nobody') continue;
        const { refusal } = result;
        if (refusal.code === 'otherShop') continue;
        why = refusalSentence(refusal);
        if (refusal.code === 'unknownInvitation') unknown += 1;
        if (!PASSING.includes(refusal.code) || unknown >= UNKNOWN_ROUNDS) {
          this.#failed(why);
          return;
        }
        waitMs = Math.max(waitMs, refusal.waitMs ?? 0);
      }
      this.#say({ phase: 'connecting', sentence: waitingFor(search, why) });
      await this.#pause(waitMs, why === null);
    }
  }

  /** Where the invitation says, and whoever is in sight; who they are they have to prove. */
  #addressesFor({ claim, hints }: Search): readonly Address[] {
    const members = this.#ports.seen().filter(({ clusterId }) => {
      return clusterId !== null && (claim.clusterId === null || clusterId === claim.clusterId);
    });
    const seen = members.flatMap(({ hosts, port }) => hosts.map((host) => ({ host, port })));
    const all = new Map([...seen, ...hints].map((address) => [formatAddress(address), address]));
    return [...all.values()];
  }

  async #try(address: Address, claim: Claim): Promise<Try> {
    const { prospect, addresses, save, dial = joinAt } = this.#ports;
    try {
      this.#join = await dial(address, prospect, {
        node: prospect.node,
        name: this.#name,
        addresses: addresses(),
        claim,
        save,
        compare: ({ shop, digits, confirmed }) => this.#say({ phase: 'compare', shop, digits, confirmed }),
      });
    } catch (cause) {
      return { kind: 'nobody', sentence: cause instanceof Error ? cause.message : String(cause) };
    }
    if (this.#cancelled) this.#join.cancel();
    const outcome = await this.#join.outcome;
    this.#join = null;
    if (!outcome.ok) return { kind: 'no', refusal: outcome.refusal };
    this.#ports.joined();
    return { kind: 'in' };
  }

  /** @param untilSeen whether somebody who comes into sight ends it */
  #pause(ms: number, untilSeen: boolean): Promise<void> {
    return new Promise((resolve) => {
      const unwatch = untilSeen ? this.#ports.watchSeen(() => this.#wakeUp()) : () => undefined;
      const timer = setTimeout(() => this.#wakeUp(), ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        unwatch();
        resolve();
      };
      if (this.#cancelled) this.#wakeUp();
    });
  }

  #isOver(): boolean {
    return this.#cancelled;
  }

  #failed(sentence: string): void {
    if (!this.#cancelled) this.#say({ phase: 'failed', sentence });
  }

  #say(state: Joining): void {
    if (!this.#cancelled) this.#events.joining(state);
  }
}

/** Rejects with KeyFileError or InvitationError. */
async function searchFor(way: Exclude<Way, { kind: 'digits' }>): Promise<Search> {
  if (way.kind === 'keyFile') {
    const { clusterId, authority, id, secret, shop } = await readKeyFile(way.path);
    const bytes = Buffer.from(secret, 'base64url');
    return { claim: { way: 'secret', clusterId, authority, id, secret: bytes }, hints: [], shop };
  }
  const parsed = parseInvitation(way.text);
  if (!parsed.ok) throw new InvitationError(parsed.sentence);
  const { authority, id, secret, addresses, shop } = parsed.invitation;
  return { claim: { way: 'secret', clusterId: null, authority, id, secret }, hints: addresses, shop };
}

/** The text is no invitation; the message is one sentence. */
export class InvitationError extends Error {
  override readonly name = 'InvitationError';
}

function waitingFor({ shop }: Search, why: string | null): string {
  const which = shop === null ? 'the shop' : `"${shop}"`;
  if (why === null) return `Waiting for a workstation of ${which} to answer: one of them has to be on.`;
  return `Waiting to get into ${which}. ${why}`;
}
