/** What somebody at a member's screen may ask for: letting in, inviting, naming, removing, leaving. */
import { type Action, DONE, type Managed, type NewInvitation } from '../shared/contract/membership.ts';
import type { Roster, RosterAnswer, RosterCommand } from './membership/roster/types.ts';
import { memberOf } from './membership/roster/roster.ts';
import { rosterSentence } from './membership/roster/words.ts';

type Of<A extends Action['action']> = Extract<Action, { action: A }>;

/** A new invitation, and what the shop has to remember of it. */
export type Drawn = Readonly<{ verifier: string; shown: NewInvitation }>;

export type MemberActionPorts = Readonly<{
  self: string;
  roster: () => Roster;
  /** Through the log. Rejects with Unavailable or UnknownOutcome. */
  submit: (command: RosterCommand) => Promise<RosterAnswer>;
  /** False: there is no such request any more. */
  decide: (request: string, approved: boolean) => boolean;
  /** @param forMs how long it will be good for */
  draw: (kind: Of<'invite'>['kind'], forMs: number) => Drawn;
}>;

/** Carries out one action. Rejects as `submit` does. */
export async function manageMember(ports: MemberActionPorts, action: Action): Promise<Managed> {
  switch (action.action) {
    case 'approve':
    case 'decline':
      return ports.decide(action.id, action.action === 'approve')
        ? DONE
        : no('noRequest', 'That workstation does not ask any more.');
    case 'invite':
      return invite(ports, action);
    case 'revoke':
      return told(await ports.submit({ type: 'roster.revoke', id: action.id }));
    case 'rename':
      return told(await ports.submit({ type: 'roster.rename', id: action.id, name: action.name }));
    case 'pin':
      return told(await ports.submit({ type: 'roster.pin', id: action.id, pinned: action.pinned }));
    case 'remove':
      return remove(ports, action.id);
    case 'replace':
      return told(await ports.submit({ type: 'roster.replace', id: action.id, by: action.by }));
    case 'leave':
      return told(await ports.submit({ type: 'roster.remove', id: ports.self, why: 'left' }));
    case 'found':
    case 'join':
    case 'joinAt':
    case 'joinWith':
    case 'confirm':
    case 'cancel':
    case 'startOver':
      return no('inShop', 'This workstation belongs to a shop already.');
  }
}

async function invite({ draw, submit }: MemberActionPorts, action: Of<'invite'>): Promise<Managed> {
  const { label, kind, uses, hours } = action;
  const forMs = Math.max(1_000, Math.round(hours * 3_600_000));
  const { verifier, shown } = draw(kind, forMs);
  const { id } = shown;
  const answer = await submit({ type: 'roster.invite', id, label, kind, verifier, uses, forMs });
  return answer.ok ? { ok: true, invitation: shown } : told(answer);
}

async function remove({ self, roster, submit }: MemberActionPorts, id: string): Promise<Managed> {
  if (id === self) return no('self', 'This is the workstation itself: it leaves, and is not removed.');
  const member = memberOf(roster(), id);
  if (member !== null && member.leaving !== null) return DONE;
  return told(await submit({ type: 'roster.remove', id, why: 'removed' }));
}

function told(answer: RosterAnswer): Managed {
  return answer.ok ? DONE : no(answer.refusal.code, rosterSentence(answer.refusal));
}

function no(code: string, sentence: string): Managed {
  return { ok: false, code, sentence };
}
