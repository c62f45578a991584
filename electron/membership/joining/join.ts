/** Gets into a shop over a connection with one of its members: runs `candidate.ts`. */
import { randomBytes } from 'node:crypto';
import { dialJoin, type FramedHandlers, type FramedSocket } from '../../links/joins.ts';
import type { Address, LinkIdentity } from '../../links/types.ts';
import {
  CANDIDATE_START,
  type CandidateContext,
  candidateDeadline,
  type CandidateEffect,
  type CandidateInput,
  type CandidateOutcome,
  type CandidateState,
  stepCandidate,
} from './candidate.ts';
import { keyOfCertificate } from './certificate-key.ts';
import { Deadline } from './deadline.ts';
import { type Grant, read, type Terms } from './protocol.ts';

export type JoinOptions = Omit<CandidateContext, 'nonce' | 'opening' | 'keys'> &
  Readonly<{
    /** Writes what makes this workstation a member, durably, before it resolves. */
    save: (grant: Grant, terms: Terms) => Promise<void>;
    /** To be shown and compared with a member's screen; the same again when they were confirmed. */
    compare: (shown: Readonly<{ shop: string; member: string; digits: string; confirmed: boolean }>) => void;
  }>;

/**
 * Connects to a member and begins. Rejects with JoinDialError or LinkAddressError where nobody answers.
 * @param own the newcomer's key, and a certificate of it that it made itself
 */
export async function joinAt(
  address: Address,
  own: Pick<LinkIdentity, 'certificate' | 'privateKey'>,
  options: JoinOptions,
): Promise<Join> {
  const opened: Join[] = [];
  await dialJoin(address, own, (socket) => {
    const join = new Join(socket, options);
    opened.push(join);
    return join.handlers;
  });
  const [join] = opened;
  if (join === undefined) throw new Error('links opened no connection');
  return join;
}

/**
 * One attempt over one connection. With digits it must have been started by a person: each is a guess for somebody in
 * the middle, and repeating it unasked would give away many.
 */
export class Join {
  /** Never rejects. */
  readonly outcome: Promise<CandidateOutcome>;
  readonly handlers: FramedHandlers;
  readonly #socket: FramedSocket;
  readonly #options: JoinOptions;
  readonly #context: CandidateContext;
  readonly #deadline = new Deadline(() => this.#take({ type: 'timeout' }));
  #state: CandidateState = CANDIDATE_START;
  #ended: (outcome: CandidateOutcome) => void = () => undefined;

  constructor(socket: FramedSocket, options: JoinOptions) {
    this.#socket = socket;
    this.#options = options;
    const { node, name, addresses, claim } = options;
    const newcomer = keyOfCertificate(socket.ownCertificate);
    const member = socket.peerCertificate === null ? null : keyOfCertificate(socket.peerCertificate);
    const keys = { newcomer: newcomer ?? '', member: member ?? '' };
    this.#context = { node, name, addresses, keys, claim, nonce: nonce(), opening: nonce() };
    this.outcome = new Promise((resolve) => (this.#ended = resolve));
    this.handlers = {
      message: (value) => {
        const said = read(value);
        this.#take(said.ok ? { type: 'frame', frame: said.frame } : { type: 'unreadable', code: said.code });
      },
      closed: () => this.#take({ type: 'closed' }),
    };
    // Not at once: links know what becomes of the connection only after this has returned.
    queueMicrotask(() =>
      this.#take(
        newcomer === null || member === null ? { type: 'unreadable', code: 'malformed' } : { type: 'start' },
      ),
    );
  }

  /** Its user: the digits are the same on both screens. */
  confirm(): void {
    this.#take({ type: 'confirm' });
  }

  /** Its user: they are not. */
  differ(): void {
    this.#take({ type: 'differ' });
  }

  cancel(): void {
    this.#take({ type: 'cancel' });
  }

  #take(input: CandidateInput): void {
    const before = this.#state;
    if (before.at === 'ended') return;
    const { state, effects } = stepCandidate(this.#context, before, input);
    this.#state = state;
    if (state.at !== before.at) this.#deadline.set(candidateDeadline(state));
    for (const effect of effects) this.#carryOut(effect);
    if (state.at === 'comparing' || (state.at === 'waiting' && state.digits !== null)) this.#show(state);
    if (state.at !== 'ended') return;
    this.#socket.end();
    this.#ended(state.outcome);
  }

  #show(state: Extract<CandidateState, { at: 'comparing' | 'waiting' }>): void {
    const { shop, member } = state.terms;
    this.#options.compare({ shop, member, digits: state.digits ?? '', confirmed: state.at === 'waiting' });
  }

  #carryOut(effect: CandidateEffect): void {
    if (effect.type === 'send') return this.#socket.send(effect.frame);
    this.#options.save(effect.grant, effect.terms).then(
      () => this.#take({ type: 'saved' }),
      () => this.#take({ type: 'notSaved' }),
    );
  }
}

/** 256 random bits. */
function nonce(): string {
  return randomBytes(32).toString('base64url');
}
