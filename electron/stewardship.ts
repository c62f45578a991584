/**
 * All of membership that runs beside a member's replica: says where this workstation is, lets others in, keeps the
 * authority, decides who votes while it leads, and leaves in good order. Here the parts of `membership/` meet.
 */
import { networkInterfaces } from 'node:os';
import { type Action, type Managed, type Membership } from '../shared/contract/membership.ts';
import { admit } from './admission.ts';
import type { Discovery } from './discovery/types.ts';
import { draw } from './invitations.ts';
import type { Address, Hello, Links, Peer, RefusalCode } from './links/types.ts';
import { manageMember } from './member-actions.ts';
import type { Aside } from './membership/asides.ts';
import { reaches } from './membership/dial-back.ts';
import { createAuthority } from './membership/identity/authority.ts';
import type { AuthorityKey, KeyStore, NodeIdentity } from './membership/identity/key-store.ts';
import { publicKeyOf } from './membership/identity/keys.ts';
import { signAsAuthority } from './membership/joining/authority-proof.ts';
import { keyOfCertificate, publicKeyIn } from './membership/joining/certificate-key.ts';
import { Desk } from './membership/joining/desk.ts';
import { refusalSentence } from './membership/joining/refusal.ts';
import { PeerBook } from './membership/peer-book.ts';
import { hasExpired, isBuried, memberOf } from './membership/roster/roster.ts';
import { type Roster, type RosterAnswer, type RosterCommand } from './membership/roster/types.ts';
import { Steward } from './membership/steward.ts';
import { Succession } from './membership/succession.ts';
import { isLoopback, ownAddresses } from './own-addresses.ts';
import type { Founding } from './replica/envelope.ts';
import type { Replica } from './replica/replica.ts';
import type { WireMessage } from './replica/wire.ts';

const TICK_MS = 250;
/** How often a member looks whether the others still know where it is. */
const ARRIVE_MS = 2_000;

export type StewardshipOptions = Readonly<{
  founding: Founding;
  identity: NodeIdentity;
  authorities: readonly AuthorityKey[];
  store: KeyStore;
  /** Null: this workstation keeps to its own computer. */
  discovery: Discovery | null;
  http: Address | null;
  /** The roster in force: the log's, or what this node was told when it joined. */
  roster: () => Roster;
  replica: Pick<
    Replica,
    | 'status'
    | 'rules'
    | 'knownRules'
    | 'raise'
    | 'reconfigure'
    | 'handOver'
    | 'stepDown'
    | 'listen'
    | 'tell'
    | 'submit'
    | 'age'
  >;
  links: Pick<Links<WireMessage>, 'connected' | 'disconnect'>;
  /** Through the log; rejects with Unavailable or UnknownOutcome. */
  submit: (command: RosterCommand) => Promise<RosterAnswer>;
  /** Health changed. */
  changed: () => void;
  log: (sentence: string) => void;
  /** This workstation is none of the shop's any more, or must not be; it cannot go on. */
  ended: (why: 'removed' | 'copy') => void;
}>;

export class Stewardship {
  readonly desk: Desk;
  readonly #options: StewardshipOptions;
  readonly #node: string;
  readonly #book = new PeerBook();
  readonly #steward: Steward;
  readonly #succession: Succession;
  readonly #keys = new Map<number, string>();
  readonly #stops: (() => void)[] = [];
  /** What members said about reaching this one, newest last. */
  readonly #reached = new Map<string, boolean>();
  #bound: Address | null = null;
  #quitting = false;
  #arriving = false;
  #arrivedAt = -Infinity;

  constructor(options: StewardshipOptions) {
    this.#options = options;
    this.#node = options.identity.node;
    for (const { generation, privateKey } of options.authorities) this.#keys.set(generation, privateKey);
    const { roster, replica, links } = options;
    this.#steward = new Steward({
      self: this.#node,
      view: () => replica.status().core,
      roster,
      connected: () => links.connected(),
      damaged: (peer) => replica.status().peers.get(peer)?.damaged ?? false,
      reconfigure: (change) => replica.reconfigure(change),
      handOver: (to) => replica.handOver(to),
      versions: () => ({ inForce: replica.rules, known: replica.knownRules, age: replica.age }),
      raise: (to) => replica.raise(to),
      // Whoever leads in an hour samples again; of an hour without a majority nothing is remembered.
      sample: (online) => void options.submit({ type: 'roster.sample', online }).catch(() => undefined),
      now: () => performance.now(),
    });
    this.#succession = this.#createSuccession();
    this.desk = this.#createDesk();
    this.rosterChanged();
  }

  /** Whether this workstation is about to go: told with each hello. */
  get quitting(): boolean {
    return this.#quitting;
  }

  /** The other members and where to dial them. */
  peers(): readonly Peer[] {
    const { members } = this.#options.roster();
    return this.#book.peers(members.filter(({ id }) => id !== this.#node).map(({ id }) => id));
  }

  /** Links listen there. */
  start(bound: Address): void {
    this.#bound = bound;
    const { discovery } = this.#options;
    if (discovery !== null) {
      this.#announce();
      this.#stops.push(discovery.watch(() => this.#looked()));
      this.#looked();
    }
    const timer = setInterval(() => this.#tick(), TICK_MS);
    this.#stops.push(() => clearInterval(timer));
  }

  /** The roster changed: who was removed is cut off at once, open sockets included. */
  rosterChanged(): void {
    const { roster, links, ended } = this.#options;
    const now = roster();
    if (isBuried(now, this.#node)) return ended('removed');
    for (const peer of links.connected()) if (isBuried(now, peer)) links.disconnect(peer, 'removed');
    this.#book.replace(
      'roster',
      now.members.map(({ id, addresses }) => [id, addresses] as const),
    );
    this.#succession.tick();
    if (this.#bound !== null) this.#announce();
  }

  up(peer: string, hello: Hello, remoteAddress: string): void {
    const address = { host: remoteAddress, port: hello.link.port };
    this.#book.connected(peer, address);
    if (hello.quitting) this.#steward.quits(peer, true);
    else this.#steward.isBack(peer);
    if (isLoopback(remoteAddress)) return;
    const said = memberOf(this.#options.roster(), peer)?.addresses ?? [];
    void reaches([address, ...said]).then((reached) =>
      this.#options.replica.tell(peer, { type: 'dialBack', reached }),
    );
  }

  aside(from: string, aside: Aside): void {
    switch (aside.type) {
      case 'quitting':
        return this.#steward.quits(from, aside.quitting);
      case 'dialBack':
        this.#reached.set(from, aside.reached);
        return this.#options.changed();
      case 'authorityKey':
      case 'authorityWanted':
        return this.#succession.receive(from, aside);
    }
  }

  /** Somebody of the shop refused this node. */
  refused(peer: string | null, code: RefusalCode): void {
    // Who proves nothing has no say.
    if (peer !== null && (code === 'removed' || code === 'copy')) this.#options.ended(code);
  }

  manage(action: Action): Promise<Managed> {
    const { roster, submit, founding } = this.#options;
    const { requests } = this.desk;
    return manageMember(
      {
        self: this.#node,
        roster,
        submit,
        decide: (id, approved) => (approved ? requests.approve(id, this.#node) : requests.decline(id)),
        draw: (kind, forMs) => {
          const { shop, clusterId } = founding;
          const newest = roster().authorities.at(-1)?.certificate ?? '';
          const authority = keyOfCertificate(Buffer.from(newest, 'base64')) ?? '';
          const others = this.peers().flatMap(({ addresses }) => addresses.slice(0, 1));
          const addresses = [...this.#ownAddresses(), ...others];
          return draw(kind, { shop, clusterId, authority, addresses }, forMs);
        },
      },
      action,
    );
  }

  membership(): Membership {
    const { roster, replica } = this.#options;
    const { age } = replica;
    return {
      requests: this.desk.requests.list().map(({ id, name, host, digits }) => ({ id, name, host, digits })),
      invitations: roster()
        .invitations.filter((one) => !hasExpired(one, age) && one.usesLeft !== 0)
        .map(({ id, label, kind, usesLeft, until }) => ({ id, label, kind, usesLeft, leftMs: until - age })),
      reasons: [...this.#steward.reasons],
    };
  }

  /** What somebody should read about this workstation's place on the LAN. */
  findings(): readonly string[] {
    const said = [...this.#reached.values()];
    if (said.length === 0 || said.includes(true)) return [];
    const port = this.#bound?.port ?? 0;
    return [
      `Nobody can reach this machine: a firewall seems to keep the other workstations from port ${port}. It goes on working through the connections that it opens itself.`,
    ];
  }

  /** This computer is about to sleep. */
  sleep(): void {
    this.#sayQuitting(true);
    this.#options.replica.stepDown();
  }

  /** It is back. */
  wake(): void {
    this.#options.replica.listen();
    this.#options.discovery?.refresh();
    this.#sayQuitting(false);
  }

  /** Gives seat and lead to whoever stays; resolves when nobody more can take them, or after that many ms. */
  async retire(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    this.desk.stop();
    this.#sayQuitting(true);
    while (performance.now() < until && this.#steward.canBeRelieved) {
      this.#tick();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.desk.stop();
    this.#options.discovery?.announce(null);
  }

  #tick(): void {
    if (this.#steward.tick()) this.#options.changed();
    this.#succession.tick();
    if (this.#quitting) this.#sayQuitting(true);
    if (performance.now() - this.#arrivedAt >= ARRIVE_MS) void this.#arrive();
  }

  #sayQuitting(quitting: boolean): void {
    this.#quitting = quitting;
    this.#steward.quits(this.#node, quitting);
    for (const peer of this.#options.links.connected())
      this.#options.replica.tell(peer, { type: 'quitting', quitting });
  }

  /** Has the shop know this boot and where it is; again whenever that changed. */
  async #arrive(): Promise<void> {
    const { roster, identity, http, submit, ended } = this.#options;
    const known = memberOf(roster(), this.#node);
    const addresses = this.#ownAddresses();
    if (known === null || this.#arriving || this.#quitting) return;
    const { boot } = identity;
    const isKnown =
      known.boot?.counter === boot.counter &&
      known.boot.nonce === boot.nonce &&
      JSON.stringify([known.addresses, known.http]) === JSON.stringify([addresses, http]);
    if (isKnown) return;
    this.#arriving = true;
    this.#arrivedAt = performance.now();
    try {
      const answer = await submit({ type: 'roster.arrive', id: this.#node, boot, addresses, http });
      if (!answer.ok && answer.refusal.code === 'copy') ended('copy');
    } catch {
      // No majority now: it is said again.
    } finally {
      this.#arriving = false;
    }
  }

  #ownAddresses(): readonly Address[] {
    return this.#bound === null ? [] : ownAddresses(this.#bound, networkInterfaces());
  }

  #announce(): void {
    const { discovery, founding, roster } = this.#options;
    const { clusterId, shop } = founding;
    const name = memberOf(roster(), this.#node)?.name ?? this.#node;
    discovery?.announce({ clusterId, shop, node: this.#node, name, port: this.#bound?.port ?? 0 });
  }

  #looked(): void {
    const { discovery, founding } = this.#options;
    const ours = (discovery?.seen() ?? []).filter(({ clusterId }) => clusterId === founding.clusterId);
    this.#book.replace(
      'seen',
      ours.map(({ node, hosts, port }) => [node, hosts.map((host) => ({ host, port }))] as const),
    );
  }

  #createSuccession(): Succession {
    const { roster, replica, links, store, founding, submit, log } = this.#options;
    return new Succession({
      roster,
      leads: () => replica.status().core.role === 'leader',
      connected: () => links.connected(),
      tell: (to, aside) => replica.tell(to, aside),
      submit,
      keyOf: (generation) => this.#keys.get(generation) ?? null,
      keep: async (generation, privateKey) => {
        await store.writeAuthority({ generation, privateKey });
        this.#keys.set(generation, privateKey);
      },
      belongs: (privateKey, certificate) => isKeyOf(privateKey, certificate),
      create: ({ authorities }) => {
        const generation = authorities.at(-1)?.generation ?? 0;
        const parent = { generation, privateKey: this.#keys.get(generation) ?? '' };
        return createAuthority({ clusterId: founding.clusterId, generation: generation + 1, parent });
      },
      failed: (cause) => log(`The shop's authority could not be replaced now: ${String(cause)}.`),
    });
  }

  #createDesk(): Desk {
    const { founding, roster, submit, changed, log } = this.#options;
    const { clusterId, shop } = founding;
    const authority = (): AuthorityKey | null => {
      const generation = roster().authorities.at(-1)?.generation ?? -1;
      const privateKey = this.#keys.get(generation);
      return privateKey === undefined ? null : { generation, privateKey };
    };
    return new Desk({
      shop: () => {
        const own = memberOf(roster(), this.#node);
        if (own === null || own.leaving !== null || this.#quitting) return null;
        const authorities = roster().authorities.map(({ certificate }) => certificate);
        return { clusterId, shop, member: own.name, authorities };
      },
      sign: (transcript) => {
        const key = authority();
        return key === null ? null : signAsAuthority(key.privateKey, transcript);
      },
      verifierOf: (id) => roster().invitations.find((one) => one.id === id)?.verifier ?? null,
      admit: (applicant, consent, publicKey) =>
        admit({ founding, roster, authority, submit }, applicant, consent, publicKey),
      changed,
      ended: (host, outcome) => {
        if (!outcome.ok) log(`Did not let in ${host}: ${refusalSentence(outcome.refusal)}`);
      },
      now: () => performance.now(),
    });
  }
}

function isKeyOf(privateKey: string, certificate: string): boolean {
  try {
    const own = Buffer.from(publicKeyOf(privateKey), 'base64');
    return publicKeyIn(Buffer.from(certificate, 'base64'))?.equals(own) ?? false;
  } catch {
    return false;
  }
}
