/** Both sides of one connection without a connection: every frame goes over the wire's form. */
import {
  CANDIDATE_START,
  type CandidateContext,
  type CandidateEffect,
  type CandidateInput,
  type CandidateState,
  stepCandidate,
} from '../candidate.ts';
import {
  HOST_START,
  type HostContext,
  type HostEffect,
  type HostInput,
  type HostState,
  stepHost,
} from '../host.ts';
import { decodeBody, encodeFrame, HEADER_BYTES } from '../../../links/frames.ts';
import { MAX_JOIN_FRAME } from '../../../links/joins.ts';
import { type Frame, read } from '../protocol.ts';

/** Over the wire: what is sent on one side, as an input of the other. */
export function received(frame: unknown) {
  const body = encodeFrame(frame).subarray(HEADER_BYTES);
  if (body.length > MAX_JOIN_FRAME) throw new RangeError('links send no such frame');
  const decoded = decodeBody(body);
  const said = decoded.ok ? read(decoded.value) : ({ ok: false, code: 'malformed' } as const);
  return said.ok
    ? ({ type: 'frame', frame: said.frame } as const)
    : ({ type: 'unreadable', code: said.code } as const);
}

export class HostSide {
  state: HostState = HOST_START;
  readonly effects: HostEffect[] = [];
  readonly context: HostContext;

  constructor(context: HostContext) {
    this.context = context;
  }

  /** What it sends in answer. */
  take(input: HostInput): Frame[] {
    const { state, effects } = stepHost(this.context, this.state, input);
    this.state = state;
    this.effects.push(...effects);
    return effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []));
  }

  get admissions() {
    return this.effects.filter((effect) => effect.type === 'admit');
  }

  get digits(): string | null {
    return this.effects.flatMap((effect) => (effect.type === 'ask' ? [effect.digits] : []))[0] ?? null;
  }

  get refusal(): string | null {
    return this.state.at === 'ended' && !this.state.outcome.ok ? this.state.outcome.refusal.code : null;
  }
}

export class CandidateSide {
  state: CandidateState = CANDIDATE_START;
  readonly effects: CandidateEffect[] = [];
  readonly context: CandidateContext;

  constructor(context: CandidateContext) {
    this.context = context;
  }

  take(input: CandidateInput): Frame[] {
    const { state, effects } = stepCandidate(this.context, this.state, input);
    this.state = state;
    this.effects.push(...effects);
    return effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []));
  }

  get saves() {
    return this.effects.filter((effect) => effect.type === 'save');
  }

  get digits(): string | null {
    return this.state.at === 'comparing' ? this.state.digits : null;
  }

  get refusal(): string | null {
    return this.state.at === 'ended' && !this.state.outcome.ok ? this.state.outcome.refusal.code : null;
  }
}

export class Talk {
  readonly host: HostSide;
  readonly candidate: CandidateSide;
  readonly sent: { by: 'host' | 'candidate'; frame: Frame }[] = [];

  constructor(host: HostContext, candidate: CandidateContext) {
    this.host = new HostSide(host);
    this.candidate = new CandidateSide(candidate);
  }

  /** From the first word until both wait for somebody. */
  start(): this {
    return this.toHost(this.candidate.take({ type: 'start' }));
  }

  /** Something happens on one side; both go on until they wait again. */
  onHost(input: HostInput): this {
    return this.toCandidate(this.host.take(input));
  }

  onCandidate(input: CandidateInput): this {
    return this.toHost(this.candidate.take(input));
  }

  toHost(frames: readonly Frame[]): this {
    for (const frame of frames) {
      this.sent.push({ by: 'candidate', frame });
      this.toCandidate(this.host.take(received(frame)));
    }
    return this;
  }

  toCandidate(frames: readonly Frame[]): this {
    for (const frame of frames) {
      this.sent.push({ by: 'host', frame });
      this.toHost(this.candidate.take(received(frame)));
    }
    return this;
  }
}
