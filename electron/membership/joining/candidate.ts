/**
 * The newcomer's side of one connection with a member. Pure, as `host.ts` is. What it never does: prove its secret to
 * anybody but the shop of its invitation, or take anything from a member before it has checked that one by
 * fingerprint, or its user has by digits.
 */
import type { Address } from '../../links/types.ts';
import { judgeAuthority } from './authority-proof.ts';
import { commitmentTo, digitsOf, opens } from './digits.ts';
import { isUsable } from './grant-check.ts';
import {
  ADMIT_MS,
  COMPARE_MS,
  type Frame,
  type Grant,
  joinGrant,
  type Part,
  PROTOCOL,
  STEP_MS,
  type Terms,
  VERSION,
} from './protocol.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { prove } from './secrets.ts';
import { type Binding, transcriptOf } from './transcript.ts';

/** By what it wants in. */
export type Claim =
  /** `clusterId`: the shop that was chosen; null: whoever answers at an address. */
  | Readonly<{ way: 'digits'; clusterId: string | null }>
  /** An invitation or a key file; only the latter knows the shop's id. `authority`: see `anchor.ts`. */
  | Readonly<{ way: 'secret'; clusterId: string | null; authority: string; id: string; secret: Uint8Array }>;

export type CandidateContext = Readonly<{
  node: string;
  /** Trimmed, at most 80 characters. */
  name: string;
  addresses: readonly Address[];
  /** Fingerprints of the keys at both ends of this connection. */
  keys: Readonly<{ newcomer: string; member: string }>;
  claim: Claim;
  /** 256 random bits each, base64url, drawn for this connection. */
  nonce: string;
  opening: string;
}>;

export type CandidateInput =
  | Readonly<{ type: 'start' }>
  | Readonly<{ type: 'frame'; frame: Frame }>
  | Readonly<{ type: 'unreadable'; code: RefusalCode }>
  /** Its user: the digits are the same on both screens, or they are not, or never mind. */
  | Readonly<{ type: 'confirm' }>
  | Readonly<{ type: 'differ' }>
  | Readonly<{ type: 'cancel' }>
  /** What was handed over is on disk, or cannot be. */
  | Readonly<{ type: 'saved' }>
  | Readonly<{ type: 'notSaved' }>
  | Readonly<{ type: 'timeout' }>
  | Readonly<{ type: 'closed' }>;

export type CandidateEffect =
  Readonly<{ type: 'send'; frame: Frame }> | Readonly<{ type: 'save'; grant: Grant; terms: Terms }>;

export type CandidateOutcome =
  Readonly<{ ok: true; grant: Grant; terms: Terms }> | Readonly<{ ok: false; refusal: Refusal }>;

type Bound = Readonly<{ terms: Terms; binding: Binding }>;

export type CandidateState =
  | Readonly<{ at: 'start' }>
  | Readonly<{ at: 'greeted' }>
  | (Readonly<{ at: 'committed' }> & Bound)
  | (Readonly<{ at: 'opened'; commitment: string }> & Bound)
  | Readonly<{ at: 'comparing'; terms: Terms; digits: string }>
  /** As far as this side is concerned, it may come in; after that the parts of the grant. */
  | Readonly<{ at: 'waiting'; terms: Terms; digits: string | null }>
  | Readonly<{ at: 'receiving'; terms: Terms; parts: readonly Uint8Array[]; of: number }>
  | Readonly<{ at: 'saving'; terms: Terms; grant: Grant }>
  | Readonly<{ at: 'ended'; outcome: CandidateOutcome }>;

export type CandidateStep = Readonly<{ state: CandidateState; effects: readonly CandidateEffect[] }>;

export const CANDIDATE_START: CandidateState = { at: 'start' };

/** How long a state may last, ms, from when it is entered; null: for as long as this side's disk takes, or it is over. */
export function candidateDeadline(state: CandidateState): number | null {
  switch (state.at) {
    case 'saving':
    case 'ended':
      return null;
    // Longer than the member, so that it is the one that says so.
    case 'comparing':
      return COMPARE_MS + STEP_MS;
    case 'waiting':
      return (state.digits === null ? 0 : COMPARE_MS) + ADMIT_MS + STEP_MS;
    default:
      return STEP_MS;
  }
}

export function stepCandidate(
  context: CandidateContext,
  state: CandidateState,
  input: CandidateInput,
): CandidateStep {
  if (state.at === 'ended') return { state, effects: [] };
  if (state.at === 'saving') return whileSaving(state, input);
  switch (input.type) {
    case 'start':
      return state.at === 'start' ? greet(context) : { state, effects: [] };
    case 'frame':
      return onFrame(context, state, input.frame);
    case 'unreadable':
      return refuse({ code: input.code });
    case 'confirm':
      return state.at === 'comparing' ? confirm(state) : { state, effects: [] };
    case 'differ':
      return state.at === 'comparing' ? refuse({ code: 'digitsDiffer' }) : { state, effects: [] };
    case 'cancel':
      return refuse({ code: 'cancelled' });
    case 'timeout':
      return refuse({ code: 'timedOut' });
    case 'closed':
      return end({ code: 'connectionLost' });
    case 'saved':
    case 'notSaved':
      return { state, effects: [] };
  }
}

/** It is a member, whatever happens to the connection; all that counts now is this side's disk. */
function whileSaving(state: Extract<CandidateState, { at: 'saving' }>, input: CandidateInput): CandidateStep {
  if (input.type === 'notSaved') return refuse({ code: 'notSaved' });
  if (input.type !== 'saved') return { state, effects: [] };
  const { grant, terms } = state;
  return {
    state: { at: 'ended', outcome: { ok: true, grant, terms } },
    effects: [{ type: 'send', frame: { type: 'acknowledgement' } }],
  };
}

function greet({ node, name, addresses, nonce }: CandidateContext): CandidateStep {
  const hello = {
    type: 'hello',
    protocol: PROTOCOL,
    version: VERSION,
    node,
    name,
    addresses,
    nonce,
  } as const;
  return { state: { at: 'greeted' }, effects: [{ type: 'send', frame: hello }] };
}

function onFrame(context: CandidateContext, state: CandidateState, frame: Frame): CandidateStep {
  if (frame.type === 'refusal') return end({ code: frame.code, waitMs: frame.waitMs });
  if (state.at === 'greeted' && frame.type === 'terms') return onTerms(context, frame);
  if (state.at === 'committed' && frame.type === 'commitment') {
    const { terms, binding } = state;
    return {
      state: { at: 'opened', terms, binding, commitment: frame.hash },
      effects: [{ type: 'send', frame: { type: 'opening', nonce: context.opening } }],
    };
  }
  if (state.at === 'opened' && frame.type === 'opening') return onOpening(context, state, frame.nonce);
  if (state.at === 'waiting' && frame.type === 'grant')
    return onPart(context, { at: 'receiving', terms: state.terms, parts: [], of: frame.of }, frame);
  if (state.at === 'receiving' && frame.type === 'grant') return onPart(context, state, frame);
  return refuse({ code: 'malformed' });
}

function onTerms(context: CandidateContext, terms: Terms): CandidateStep {
  const { claim, node, name, keys } = context;
  if (claim.clusterId !== null && claim.clusterId !== terms.clusterId) return refuse({ code: 'otherShop' });
  const binding: Binding = {
    clusterId: terms.clusterId,
    newcomer: { node, name, key: keys.newcomer },
    memberKey: keys.member,
    newcomerNonce: context.nonce,
    memberNonce: terms.nonce,
  };
  const { authorities, proof } = terms;
  const signed = transcriptOf(binding, { purpose: 'authority' });
  const anchor = claim.way === 'secret' ? claim.authority : null;
  const judged = judgeAuthority({ authorities, transcript: signed, proof }, anchor);
  if (judged !== 'ok') return refuse({ code: judged });

  if (claim.way === 'digits') {
    const hash = commitmentTo(context.opening, 'newcomer', binding);
    const frame = { type: 'commitment', hash } as const;
    return { state: { at: 'committed', terms, binding }, effects: [{ type: 'send', frame }] };
  }
  const { id, secret } = claim;
  const transcript = transcriptOf(binding, { purpose: 'invitation', invitation: id });
  const frame = { type: 'proof', invitation: id, proof: prove(secret, transcript) } as const;
  return { state: { at: 'waiting', terms, digits: null }, effects: [{ type: 'send', frame }] };
}

function onOpening(
  { opening }: CandidateContext,
  { terms, binding, commitment }: Extract<CandidateState, { at: 'opened' }>,
  theirs: string,
): CandidateStep {
  if (!opens(theirs, commitment, 'member', binding)) return refuse({ code: 'interference' });
  return { state: { at: 'comparing', terms, digits: digitsOf(opening, theirs, binding) }, effects: [] };
}

function confirm({ terms, digits }: Extract<CandidateState, { at: 'comparing' }>): CandidateStep {
  return {
    state: { at: 'waiting', terms, digits },
    effects: [{ type: 'send', frame: { type: 'confirmation' } }],
  };
}

function onPart(
  { node, keys }: CandidateContext,
  state: Extract<CandidateState, { at: 'receiving' }>,
  { part, of, bytes }: Part,
): CandidateStep {
  const { terms } = state;
  if (of !== state.of || part !== state.parts.length) return refuse({ code: 'malformed' });
  const parts = [...state.parts, bytes];
  if (parts.length < of) return { state: { ...state, parts }, effects: [] };
  const grant = joinGrant(parts);
  const authority = terms.authorities.at(-1) ?? '';
  const expected = { clusterId: terms.clusterId, node, key: keys.newcomer, authority };
  if (grant === null || !isUsable(grant, expected)) return refuse({ code: 'malformed' });
  return { state: { at: 'saving', terms, grant }, effects: [{ type: 'save', grant, terms }] };
}

function refuse(refusal: Refusal): CandidateStep {
  return { ...end(refusal), effects: [{ type: 'send', frame: { type: 'refusal', ...refusal } }] };
}

function end(refusal: Refusal): CandidateStep {
  return { state: { at: 'ended', outcome: { ok: false, refusal } }, effects: [] };
}
