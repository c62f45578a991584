/** Gets into a shop over a connection with one of its members: runs `candidate.ts`. */
import { randomBytes } from 'node:crypto';
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
import type { JoinChannel } from './channel.ts';
import { Deadline } from './deadline.ts';
import { decode, encode, type Grant, type Terms } from './protocol.ts';

export type JoinOptions = Omit<CandidateContext, 'nonce' | 'opening'> &
  Readonly<{
    /** Writes what makes this workstation a member, durably, before it resolves. */
    save: (grant: Grant, terms: Terms) => Promise<void>;
    /** To be shown and compared with a member's screen; the same again when they were confirmed. */
    compare: (shown: Readonly<{ shop: string; member: string; digits: string; confirmed: boolean }>) => void;
  }>;

/**
 * One attempt over one connection. With digits it must have been started by a person: each is a guess for somebody in
 * the middle, and repeating it unasked would give away many.
 */
export class Join {
  /** Never rejects. */
  readonly outcome: Promise<CandidateOutcome>;
  readonly #channel: JoinChannel;
  readonly #options: JoinOptions;
  readonly #context: CandidateContext;
  readonly #deadline = new Deadline(() => this.#take({ type: 'timeout' }));
  #state: CandidateState = CANDIDATE_START;
  #ended: (outcome: CandidateOutcome) => void = () => undefined;

  constructor(channel: JoinChannel, options: JoinOptions) {
    this.#channel = channel;
    this.#options = options;
    const { node, name, addresses, keys, claim } = options;
    this.#context = { node, name, addresses, keys, claim, nonce: nonce(), opening: nonce() };
    this.outcome = new Promise((resolve) => (this.#ended = resolve));
    channel.receive({
      body: (body) => {
        const read = decode(body);
        this.#take(read.ok ? { type: 'frame', frame: read.frame } : { type: 'unreadable', code: read.code });
      },
      closed: () => this.#take({ type: 'closed' }),
    });
    this.#take({ type: 'start' });
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
    this.#channel.end();
    this.#ended(state.outcome);
  }

  #show(state: Extract<CandidateState, { at: 'comparing' | 'waiting' }>): void {
    const { shop, member } = state.terms;
    this.#options.compare({ shop, member, digits: state.digits ?? '', confirmed: state.at === 'waiting' });
  }

  #carryOut(effect: CandidateEffect): void {
    if (effect.type === 'send') return this.#channel.send(encode(effect.frame));
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
