/** Who else is on this LAN: mdns-js over sockets of ours, one for each link. */
import type { DNSPacket } from 'dns-js';
import { Drops } from './drops.ts';
import { Inbound } from './inbound.ts';
import { isOn } from './interfaces.ts';
import type { LinkSocket } from './link-socket.ts';
import { LinkSockets, type Received } from './link-sockets.ts';
import { Listener, type Told } from './listener.ts';
import { Pace } from './pace.ts';
import { writeAnswer, writeQuery } from './packet-write.ts';
import { Repeater } from './repeater.ts';
import { Sightings } from './sightings.ts';
import { Speaker } from './speaker.ts';
import { instanceOf, readTexts, textsOf } from './texts.ts';
import type { Announcement, Discovery, Sighting } from './types.ts';

export type DiscoveryOptions = Readonly<{
  /** Also over loopback, to find workstations of this machine where it is in no network. */
  loopback?: boolean;
  /** How long others keep what is said, in seconds: who dies is gone for them after that. */
  ttlSeconds?: number;
}>;

const TTL_SECONDS = 120;
/** An announcement is said so many times before it would expire: the LAN may lose all but one. */
const SAID_PER_TTL = 3;
/** Who starts with others speaks a little later or earlier than they from then on. */
const JITTER = 0.1;
/** How often interfaces and expiries are looked at. */
const LOOK_MS = 1_000;
/** Questions are put 1, 2, 4, … seconds apart, up to an hour (RFC 6762 §5.2). */
const LONGEST_SILENCE_MS = 3_600_000;
/** What several answer is answered after a random 20 to 120 ms (RFC 6762 §6). */
const ANSWER_WITHIN_MS = [20, 120] as const;
/** Watchers are told so long after a change, of all changes until then, and not more often than that. */
const TELL_AFTER_MS = 20;
const TELL_APART_MS = 250;
const STOP_WITHIN_MS = 500;

/** Starts listening and asking; says nothing before `announce`. */
export function createDiscovery(options: DiscoveryOptions = {}): Discovery {
  return new MulticastDiscovery(options);
}

type Paces = Readonly<{ say: Pace; ask: Pace }>;

class MulticastDiscovery implements Discovery {
  readonly #ttl: number;
  readonly #drops = new Drops();
  readonly #inbound = new Inbound((reason) => this.#drops.count(reason));
  readonly #speaker = new Speaker();
  readonly #listener = new Listener();
  readonly #sightings = new Sightings((reason) => this.#drops.count(reason));
  readonly #sockets: LinkSockets;
  readonly #paces = new Map<LinkSocket, Paces>();
  readonly #saying: Repeater;
  readonly #asking: Repeater;
  readonly #watchers = new Set<() => void>();
  readonly #look: NodeJS.Timeout;
  #tell: NodeJS.Timeout | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #own: Announcement | null = null;
  /** The last node that was announced: its packets may still be under way after it fell silent. */
  #self: string | null = null;
  #stopped: Promise<void> | null = null;

  constructor({ loopback = false, ttlSeconds = TTL_SECONDS }: DiscoveryOptions) {
    this.#ttl = ttlSeconds;
    const interval = (ttlSeconds * 1_000) / SAID_PER_TTL;
    this.#saying = new Repeater(
      () => this.#each(({ say }) => say.within(0)),
      // Twice, a second apart (RFC 6762 §8.3), then as often as it must be.
      (times) => (times === 1 ? Math.min(1_000, interval) : interval * (1 - Math.random() * JITTER)),
    );
    this.#asking = new Repeater(
      () => this.#each(({ ask }) => ask.within(0)),
      (times) => Math.min(1_000 * 2 ** (times - 1), LONGEST_SILENCE_MS),
    );
    this.#sockets = new LinkSockets(loopback, {
      received: (received) => this.#received(received),
      opened: (socket) => this.#opened(socket),
      closed: (socket) => this.#closed(socket),
      drop: (reason) => this.#drops.count(reason),
    });
    this.#sockets.follow();
    this.#asking.restart();
    this.#look = setInterval(() => this.#lookAround(), LOOK_MS).unref();
  }

  announce(announcement: Announcement | null): void {
    if (this.#stopped !== null) return;
    const previous = this.#own;
    if (JSON.stringify(previous) === JSON.stringify(announcement)) return;
    if (previous !== null && previous.node !== announcement?.node) void this.#sayGoodbye();
    this.#own = announcement;
    const texts = announcement === null ? null : textsOf(announcement);
    if (announcement === null || texts === null) {
      if (announcement !== null) this.#drops.count('not announceable');
      this.#speaker.set(null);
      this.#saying.stop();
      return;
    }
    this.#self = announcement.node;
    if (this.#sightings.forget(announcement.node)) this.#changed();
    this.#speaker.set({ instance: instanceOf(announcement.node), port: announcement.port, texts });
    this.#each(({ say }) => say.now());
    this.#saying.restart();
  }

  seen(): readonly Sighting[] {
    this.#expire();
    return this.#sightings.list();
  }

  watch(listener: () => void): () => void {
    // Each watch ends by itself, even where one listener watches twice.
    const watcher = () => listener();
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  refresh(): void {
    if (this.#stopped !== null) return;
    this.#lookAround();
    this.#asking.restart();
  }

  drops(): Readonly<Record<string, number>> {
    return this.#drops.counts();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    clearInterval(this.#look);
    clearTimeout(this.#tell);
    this.#saying.stop();
    this.#asking.stop();
    this.#watchers.clear();
    const late = after(STOP_WITHIN_MS);
    await Promise.race([this.#sayGoodbye(), late]);
    await Promise.race([this.#sockets.close(), late]);
  }

  #lookAround(): void {
    this.#sockets.follow();
    this.#expire();
  }

  #opened(socket: LinkSocket): void {
    const say = new Pace(() => void this.#say(socket, this.#ttl));
    const ask = new Pace(() => void this.#ask(socket));
    this.#paces.set(socket, { say, ask });
    // Somebody new may be there, and one packet may be lost.
    if (this.#own !== null) this.#saying.restart();
    this.#asking.restart();
  }

  #closed(socket: LinkSocket): void {
    this.#stopPaces(socket);
    this.#paces.delete(socket);
  }

  #stopPaces(socket: LinkSocket): void {
    const paces = this.#paces.get(socket);
    paces?.say.stop();
    paces?.ask.stop();
  }

  #received({ bytes, host, port, socket }: Received): void {
    const packet = this.#inbound.read({ bytes, host, port }, performance.now());
    if (packet === null) return;
    if (packet.header.qr === 0) this.#asked(packet, socket);
    else for (const told of this.#listener.read(packet, host, socket.link.name)) this.#heard(told, host);
  }

  #asked({ question, answer }: DNSPacket, socket: LinkSocket): void {
    if (!question.some((asked) => this.#speaker.isAsked(asked))) return;
    if (answer.some((known) => this.#speaker.isKnown(known, this.#ttl))) return;
    const [least, most] = ANSWER_WITHIN_MS;
    this.#paces.get(socket)?.say.within(least + Math.random() * (most - least));
  }

  #heard({ fullname, port, texts, ttl }: Told, host: string): void {
    const read = readTexts(fullname, port, texts);
    if (read === null) return this.#drops.count('malformed announcement');
    if (read.announcement.node === this.#self) return;
    if (read.wasCleaned) this.#drops.count('text cleaned');
    if (this.#sightings.heard(read.announcement, host, ttl, performance.now())) this.#changed();
  }

  async #say(socket: LinkSocket, ttl: number): Promise<void> {
    const packet = this.#speaker.packet();
    if (packet === null) return;
    const { internal, address } = socket.link;
    await socket.send(writeAnswer(packet, { ttl, address: internal ? null : address }));
  }

  async #ask(socket: LinkSocket): Promise<void> {
    const question = this.#listener.question();
    if (question === null) return;
    const fresh = this.#sightings.fresh((host) => isOn(socket.link, host), performance.now());
    const known = fresh.map(({ node, seconds }) => ({ instance: instanceOf(node), ttl: seconds }));
    // What is sent to all comes back: nobody answers a question of its own.
    if (this.#own !== null) known.unshift({ instance: instanceOf(this.#own.node), ttl: this.#ttl });
    await socket.send(writeQuery(question, known));
  }

  /** Takes back what was said. Resolves once it is sent. */
  async #sayGoodbye(): Promise<void> {
    const sent = this.#sockets.all().map((socket) => {
      this.#stopPaces(socket);
      return this.#say(socket, 0);
    });
    await Promise.all(sent);
  }

  #each(act: (paces: Paces) => void): void {
    for (const paces of this.#paces.values()) act(paces);
  }

  #expire(): void {
    if (this.#sightings.expire(performance.now())) this.#changed();
  }

  #changed(): void {
    if (this.#stopped !== null) return;
    const wait = Math.max(TELL_AFTER_MS, this.#toldAt + TELL_APART_MS - performance.now());
    this.#tell ??= setTimeout(() => {
      this.#tell = undefined;
      this.#toldAt = performance.now();
      for (const watcher of [...this.#watchers]) watcher();
    }, wait).unref();
  }
}

/** Resolves after that long, and keeps no process alive for it. */
function after(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
