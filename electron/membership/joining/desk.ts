/**
 * Where a member takes in those who want in: runs `host.ts` over their connections, keeps the list for the screens,
 * counts tries, and has the shop decide.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FramedHandlers, FramedSocket } from '../../links/joins.ts';
import type { Consent } from '../roster/types.ts';
import { type Attempts, NO_ATTEMPTS, succeeded, tried, waitFor, type Way } from './attempts.ts';
import { keyOfCertificate, publicKeyIn } from './certificate-key.ts';
import { Deadline } from './deadline.ts';
import {
  type Admission,
  type Applicant,
  HOST_START,
  type HostContext,
  hostDeadline,
  type HostEffect,
  type HostInput,
  type HostOutcome,
  type HostState,
  stepHost,
} from './host.ts';
import { read } from './protocol.ts';
import type { Refusal } from './refusal.ts';
import { type JoinRequest, MAX_REQUESTS, Requests } from './requests.ts';

/** Connections of those who want in, at once: in all, and from one address. */
export const MAX_GUESTS = 16;
export const MAX_GUESTS_OF_ONE = 8;

export type DeskPorts = Readonly<{
  /** What is told to whoever asks; null: this workstation lets nobody in now. */
  shop: () => Pick<HostContext, 'clusterId' | 'shop' | 'member' | 'authorities'> | null;
  sign: HostContext['sign'];
  verifierOf: HostContext['verifierOf'];
  /**
   * Has it committed, then signs. A rejection counts as `failed`.
   * @param publicKey of the newcomer, which TLS has proved that it has: SPKI
   */
  admit: (applicant: Applicant, consent: Consent, publicKey: Uint8Array) => Promise<Admission>;
  /** The list for the screens changed. */
  changed: () => void;
  /** How it ended with one of them: for the log. */
  ended: (host: string, outcome: HostOutcome) => void;
  /** ms of a clock that never goes back. */
  now: () => number;
}>;

export class Desk {
  readonly ports: DeskPorts;
  readonly requests: Requests;
  readonly #guests = new Set<GuestSession>();
  #attempts: Attempts = NO_ATTEMPTS;

  constructor(ports: DeskPorts) {
    this.ports = ports;
    this.requests = new Requests(ports.changed);
  }

  /** Serves one connection to its end: what links are given as `onJoin`. */
  receive(socket: FramedSocket): FramedHandlers {
    const host = socket.remoteAddress;
    const session = this.#open(socket);
    if (session instanceof GuestSession) {
      this.#guests.add(session);
      return session.start(() => this.#guests.delete(session));
    }
    // Not at once: links know what becomes of the connection only after this has returned.
    queueMicrotask(() => {
      socket.send({ type: 'refusal', ...session });
      socket.end();
      this.ports.ended(host, { ok: false, refusal: session });
    });
    return { message: () => undefined, closed: () => undefined };
  }

  #open(socket: FramedSocket): GuestSession | Refusal {
    const fromThere = [...this.#guests].filter(({ host }) => host === socket.remoteAddress).length;
    if (this.#guests.size >= MAX_GUESTS || fromThere >= MAX_GUESTS_OF_ONE) return { code: 'busy' };
    const newcomer = socket.peerCertificate === null ? null : keyOfCertificate(socket.peerCertificate);
    if (newcomer === null) return { code: 'malformed' };
    const shop = this.ports.shop();
    const member = keyOfCertificate(socket.ownCertificate);
    if (shop === null || member === null) return { code: 'failed' };
    return new GuestSession(this, socket, { newcomer, member }, shop);
  }

  /** Ends all of them. */
  stop(): void {
    for (const guest of [...this.#guests]) guest.stop();
  }

  /** `HostContext.attempt`, for somebody from there. */
  attempt(way: Way, host: string): Refusal | null {
    const waitMs = waitFor(this.#attempts, way, host, this.ports.now());
    if (waitMs > 0) return { code: 'tooManyAttempts', waitMs };
    if (way === 'secret') return null;
    const comparing = [...this.#guests].filter(({ isComparing }) => isComparing).length;
    if (comparing >= MAX_REQUESTS) return { code: 'busy' };
    this.failed(way, host);
    return null;
  }

  failed(way: Way, host: string): void {
    this.#attempts = tried(this.#attempts, way, host, this.ports.now());
  }

  succeeded(way: Way, host: string): void {
    this.#attempts = succeeded(this.#attempts, way, host);
  }
}

/** One connection. */
class GuestSession {
  readonly host: string;
  readonly #desk: Desk;
  readonly #socket: FramedSocket;
  readonly #context: HostContext;
  readonly #id = randomUUID();
  readonly #deadline = new Deadline(() => this.#take({ type: 'timeout' }));
  #state: HostState = HOST_START;
  #ended: () => void = () => undefined;

  constructor(
    desk: Desk,
    socket: FramedSocket,
    keys: HostContext['keys'],
    shop: Pick<HostContext, 'clusterId' | 'shop' | 'member' | 'authorities'>,
  ) {
    this.host = socket.remoteAddress;
    this.#desk = desk;
    this.#socket = socket;
    const { sign, verifierOf } = desk.ports;
    const attempt = (way: Way) => desk.attempt(way, this.host);
    this.#context = { ...shop, keys, nonce: nonce(), opening: nonce(), sign, verifierOf, attempt };
  }

  get isComparing(): boolean {
    return this.#state.at === 'committed' || this.#state.at === 'comparing';
  }

  start(ended: () => void): FramedHandlers {
    this.#ended = ended;
    this.#deadline.set(hostDeadline(this.#state));
    return {
      message: (value) => {
        const said = read(value);
        this.#take(said.ok ? { type: 'frame', frame: said.frame } : { type: 'unreadable', code: said.code });
      },
      closed: () => this.#take({ type: 'closed' }),
    };
  }

  stop(): void {
    this.#take({ type: 'timeout' });
  }

  #take(input: HostInput): void {
    const before = this.#state;
    if (before.at === 'ended') return;
    const { state, effects } = stepHost(this.#context, before, input);
    this.#state = state;
    if (state.at !== before.at) this.#deadline.set(hostDeadline(state));
    if (before.at === 'comparing' && state.at !== 'comparing') this.#desk.requests.remove(this.#id);
    if (before.at === 'admitting' && state.at === 'granted') this.#desk.succeeded(state.way, this.host);
    for (const effect of effects) this.#carryOut(effect);
    if (state.at !== 'ended') return;
    this.#socket.end();
    this.#ended();
    this.#desk.ports.ended(this.host, state.outcome);
  }

  #carryOut(effect: HostEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#socket.send(effect.frame);
      case 'ask':
        return this.#ask(effect.applicant, effect.digits);
      case 'admit':
        return this.#admit(effect.applicant, effect.consent);
      case 'failed':
        return this.#desk.failed('secret', this.host);
    }
  }

  #ask({ name }: Applicant, digits: string): void {
    const request: JoinRequest = {
      id: this.#id,
      name,
      host: this.host,
      digits,
      since: this.#desk.ports.now(),
    };
    this.#desk.requests.add(request, {
      approve: (by) => this.#take({ type: 'approve', by }),
      decline: () => this.#take({ type: 'decline' }),
    });
  }

  #admit(applicant: Applicant, consent: Consent): void {
    const { peerCertificate } = this.#socket;
    const publicKey = peerCertificate === null ? null : publicKeyIn(peerCertificate);
    // There was one when the session was opened.
    if (publicKey === null) return this.stop();
    this.#desk.ports.admit(applicant, consent, publicKey).then(
      (admission) => this.#take({ type: 'admitted', admission }),
      () => this.#take({ type: 'admitted', admission: { ok: false, code: 'failed' } }),
    );
  }
}

/** 256 random bits. */
function nonce(): string {
  return randomBytes(32).toString('base64url');
}
