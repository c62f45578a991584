/**
 * The member's side of one connection with somebody who wants in. Pure: a step from what arrives to what is to be
 * sent and done; time, randomness, people and the shop are handed in. Every state takes exactly one kind of frame,
 * and whatever else arrives ends it, so that nobody makes this go on for ever or asks for admission twice.
 */
import type { Address } from '../../links/types.ts';
import type { Consent } from '../roster/types.ts';
import type { Way } from './attempts.ts';
import { commitmentTo, digitsOf, opens } from './digits.ts';
import {
  ADMIT_MS,
  COMPARE_MS,
  type Frame,
  type Grant,
  type Hello,
  newestThatFit,
  splitGrant,
  STEP_MS,
} from './protocol.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { isProof } from './secrets.ts';
import { type Binding, transcriptOf } from './transcript.ts';

/** Who wants in; `key` is the fingerprint of its public key, of which TLS has proved that it has it. */
export type Applicant = Readonly<{ node: string; name: string; key: string; addresses: readonly Address[] }>;

/** What the shop says: decided by the log, and signed only after it. */
export type Admission = Readonly<{ ok: true; grant: Grant }> | Readonly<{ ok: false; code: RefusalCode }>;

export type HostContext = Readonly<{
  clusterId: string;
  shop: string;
  /** What this workstation is called. */
  member: string;
  /** Fingerprints of the keys at both ends of this connection. */
  keys: Readonly<{ newcomer: string; member: string }>;
  /** The shop's authorities: DER, base64, oldest first. */
  authorities: readonly string[];
  /** 256 random bits each, base64url, drawn for this connection. */
  nonce: string;
  opening: string;
  /** Signs with the key of the newest authority; null: it is not here yet. */
  sign: (transcript: Uint8Array) => string | null;
  /** What the roster keeps of an invitation; null: there is none of that id. */
  verifierOf: (invitation: string) => string | null;
  /** Why there can be no try now; null: there can. With digits it counts at once, as failed until it succeeds. */
  attempt: (way: Way) => Refusal | null;
}>;

export type HostInput =
  | Readonly<{ type: 'frame'; frame: Frame }>
  /** What came is no frame, or of another version. */
  | Readonly<{ type: 'unreadable'; code: RefusalCode }>
  /** By a member, of what is on its screen. */
  | Readonly<{ type: 'approve'; by: string }>
  | Readonly<{ type: 'decline' }>
  | Readonly<{ type: 'admitted'; admission: Admission }>
  | Readonly<{ type: 'timeout' }>
  | Readonly<{ type: 'closed' }>;

export type HostEffect =
  | Readonly<{ type: 'send'; frame: Frame }>
  /** Shows it to the members; taken from the screen when the state is left. */
  | Readonly<{ type: 'ask'; applicant: Applicant; digits: string }>
  | Readonly<{ type: 'admit'; applicant: Applicant; consent: Consent }>
  /** It does not have the secret that it says it has. */
  | Readonly<{ type: 'failed' }>;

/** `acknowledged`: whether the newcomer said that it has everything. */
export type HostOutcome =
  | Readonly<{ ok: true; applicant: Applicant; way: Way; acknowledged: boolean }>
  | Readonly<{ ok: false; refusal: Refusal }>;

type Known = Readonly<{ applicant: Applicant; binding: Binding }>;

export type HostState =
  | Readonly<{ at: 'start' }>
  | (Readonly<{ at: 'choosing' }> & Known)
  | (Readonly<{ at: 'committed'; commitment: string }> & Known)
  | Readonly<{ at: 'comparing'; applicant: Applicant; approvedBy: string | null; confirmed: boolean }>
  | Readonly<{ at: 'admitting'; applicant: Applicant; way: Way }>
  | Readonly<{ at: 'granted'; applicant: Applicant; way: Way }>
  | Readonly<{ at: 'ended'; outcome: HostOutcome }>;

export type HostStep = Readonly<{ state: HostState; effects: readonly HostEffect[] }>;

export const HOST_START: HostState = { at: 'start' };

/** How long a state may last, ms, from when it is entered; null: it is over. */
export function hostDeadline({ at }: HostState): number | null {
  if (at === 'ended') return null;
  if (at === 'comparing') return COMPARE_MS;
  return at === 'admitting' ? ADMIT_MS : STEP_MS;
}

export function stepHost(context: HostContext, state: HostState, input: HostInput): HostStep {
  if (state.at === 'ended') return { state, effects: [] };
  if (state.at === 'granted') return onceGranted(state, input);
  switch (input.type) {
    case 'frame':
      return onFrame(context, state, input.frame);
    case 'unreadable':
      return refuse({ code: input.code });
    case 'approve':
      // Once for one consent: whatever was approved, or is no longer on the screen, takes no other.
      return state.at === 'comparing' && state.approvedBy === null
        ? agreed({ ...state, approvedBy: input.by })
        : { state, effects: [] };
    case 'decline':
      return state.at === 'comparing' ? refuse({ code: 'declined' }) : { state, effects: [] };
    case 'admitted':
      return state.at === 'admitting' ? onAdmitted(state, input.admission) : { state, effects: [] };
    case 'timeout':
      return refuse({ code: 'timedOut' });
    case 'closed':
      return end({ code: 'connectionLost' });
  }
}

/** Nothing the newcomer says now undoes what the log has; its answer only tells whether it has everything. */
function onceGranted(state: Extract<HostState, { at: 'granted' }>, input: HostInput): HostStep {
  if (input.type === 'approve' || input.type === 'decline' || input.type === 'admitted')
    return { state, effects: [] };
  const { applicant, way } = state;
  const acknowledged = input.type === 'frame' && input.frame.type === 'acknowledgement';
  return { state: { at: 'ended', outcome: { ok: true, applicant, way, acknowledged } }, effects: [] };
}

function onFrame(context: HostContext, state: HostState, frame: Frame): HostStep {
  if (frame.type === 'refusal') return end({ code: frame.code });
  if (state.at === 'start' && frame.type === 'hello') return onHello(context, frame);
  if (state.at === 'choosing' && frame.type === 'commitment') return onCommitment(context, state, frame.hash);
  if (state.at === 'choosing' && frame.type === 'proof') return onProof(context, state, frame);
  if (state.at === 'committed' && frame.type === 'opening') return onOpening(context, state, frame.nonce);
  if (state.at === 'comparing' && frame.type === 'confirmation' && !state.confirmed)
    return agreed({ ...state, confirmed: true });
  return refuse({ code: 'malformed' });
}

function onHello(context: HostContext, { node, name, addresses, nonce }: Hello): HostStep {
  const { clusterId, shop, member, keys, authorities } = context;
  const binding: Binding = {
    clusterId,
    newcomer: { node, name, key: keys.newcomer },
    memberKey: keys.member,
    newcomerNonce: nonce,
    memberNonce: context.nonce,
  };
  const proof = context.sign(transcriptOf(binding, { purpose: 'authority' }));
  if (proof === null) return refuse({ code: 'failed' });
  const shown = newestThatFit(authorities);
  const terms = {
    type: 'terms',
    clusterId,
    shop,
    member,
    authorities: shown,
    nonce: context.nonce,
    proof,
  } as const;
  const applicant = { node, name, key: keys.newcomer, addresses };
  return { state: { at: 'choosing', applicant, binding }, effects: [{ type: 'send', frame: terms }] };
}

function onCommitment(context: HostContext, state: Known, commitment: string): HostStep {
  // Counted before anything is opened: whoever goes away then has had its try.
  const refusal = context.attempt('digits');
  if (refusal !== null) return refuse(refusal);
  const { applicant, binding } = state;
  const hash = commitmentTo(context.opening, 'member', binding);
  return {
    state: { at: 'committed', applicant, binding, commitment },
    effects: [{ type: 'send', frame: { type: 'commitment', hash } }],
  };
}

function onOpening(
  { opening }: HostContext,
  { applicant, binding, commitment }: Known & Readonly<{ commitment: string }>,
  theirs: string,
): HostStep {
  if (!opens(theirs, commitment, 'newcomer', binding)) return refuse({ code: 'interference' });
  return {
    state: { at: 'comparing', applicant, approvedBy: null, confirmed: false },
    effects: [
      { type: 'send', frame: { type: 'opening', nonce: opening } },
      { type: 'ask', applicant, digits: digitsOf(theirs, opening, binding) },
    ],
  };
}

/** Both people have said yes, each on its own screen, in whatever order. */
function agreed(state: Extract<HostState, { at: 'comparing' }>): HostStep {
  const { applicant, approvedBy, confirmed } = state;
  if (approvedBy === null || !confirmed) return { state, effects: [] };
  return admit(applicant, 'digits', { kind: 'approval', by: approvedBy });
}

function onProof(
  context: HostContext,
  { applicant, binding }: Known,
  { invitation, proof }: Extract<Frame, { type: 'proof' }>,
): HostStep {
  const refusal = context.attempt('secret');
  if (refusal !== null) return refuse(refusal);
  const verifier = context.verifierOf(invitation);
  if (verifier === null) return failed({ code: 'unknownInvitation' });
  if (!isProof(verifier, transcriptOf(binding, { purpose: 'invitation', invitation }), proof))
    return failed({ code: 'wrong' });
  return admit(applicant, 'secret', { kind: 'invitation', id: invitation });
}

function failed(refusal: Refusal): HostStep {
  const { state, effects } = refuse(refusal);
  return { state, effects: [{ type: 'failed' }, ...effects] };
}

function admit(applicant: Applicant, way: Way, consent: Consent): HostStep {
  return { state: { at: 'admitting', applicant, way }, effects: [{ type: 'admit', applicant, consent }] };
}

function onAdmitted(state: Extract<HostState, { at: 'admitting' }>, admission: Admission): HostStep {
  if (!admission.ok) {
    // It was there when the proof was checked.
    const isGone = state.way === 'secret' && admission.code === 'unknownInvitation';
    return refuse({ code: isGone ? 'revoked' : admission.code });
  }
  const parts = splitGrant(admission.grant);
  if (parts === null) return refuse({ code: 'failed' });
  const { applicant, way } = state;
  return {
    state: { at: 'granted', applicant, way },
    effects: parts.map((frame) => ({ type: 'send', frame })),
  };
}

function refuse(refusal: Refusal): HostStep {
  return { ...end(refusal), effects: [{ type: 'send', frame: { type: 'refusal', ...refusal } }] };
}

function end(refusal: Refusal): HostStep {
  return { state: { at: 'ended', outcome: { ok: false, refusal } }, effects: [] };
}
