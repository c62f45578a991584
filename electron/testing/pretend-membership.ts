/**
 * Who belongs to the shop, pretended: a `Solo` whose `manage` does to its health what a workstation's would, for
 * screens and the command line. Nobody is let in or cut off anywhere.
 */
import { renderSVG } from 'uqr';
import type { Health, Member } from '../../shared/contract/health.ts';
import {
  type Action,
  DONE,
  type Joining,
  type Lobby,
  type Managed,
  type Membership,
} from '../../shared/contract/membership.ts';
import type { Solo } from './solo.ts';

export const INVITATION = 'PR2-7KQ4M-XW3TD-9HVNE-2PRAZ-J6YB8-CG5FS-UQ4MX-W3TD9-HVNE2-PRAZJ-6YB8C-G5FSU';
const EMPTY: Membership = { requests: [], invitations: [], reasons: [] };
const IDLE: Joining = { phase: 'idle' };

/** A workstation in a shop, with these parts of `membership`. */
export function pretendShop(
  solo: Solo,
  told: Partial<Membership> = {},
  others: readonly Member[] = [],
): void {
  const change = (patch: Partial<Membership>) => {
    const membership = { ...(solo.health().membership ?? EMPTY), ...patch };
    solo.setHealth({ membership });
  };
  const members = (edit: (member: Member) => Member | null) =>
    solo.setHealth({ members: solo.health().members.flatMap((member) => edit(member) ?? []) });
  const now = () => solo.health().membership ?? EMPTY;

  solo.setHealth({
    mode: 'alone',
    shop: 'Sample shop',
    lobby: null,
    members: [...solo.health().members, ...others],
  });
  change(told);
  solo.answerManage((action): Managed => {
    switch (action.action) {
      case 'approve':
      case 'decline':
        if (!now().requests.some(({ id }) => id === action.id))
          return no('noRequest', 'That workstation does not ask any more.');
        change({ requests: now().requests.filter(({ id }) => id !== action.id) });
        return DONE;
      case 'invite': {
        const id = `i-${now().invitations.length + 1}`;
        const { label, kind, uses, hours } = action;
        const opened = { id, label, kind, usesLeft: uses, leftMs: hours * 3_600_000 };
        change({ invitations: [...now().invitations, opened] });
        const qr = kind === 'invitation' ? renderSVG(INVITATION) : null;
        return { ok: true, invitation: { id, text: INVITATION, qr } };
      }
      case 'revoke':
        change({ invitations: now().invitations.filter(({ id }) => id !== action.id) });
        return DONE;
      case 'rename':
        if (solo.health().members.some(({ id, name }) => id !== action.id && name === action.name))
          return no('nameTaken', `Another workstation is called "${action.name}".`);
        members((member) => (member.id === action.id ? { ...member, name: action.name } : member));
        return DONE;
      case 'pin':
        members((member) => (member.id === action.id ? { ...member, pinned: action.pinned } : member));
        return DONE;
      case 'remove':
      case 'replace':
        members((member) => (member.id === action.id ? { ...member, leaving: true } : member));
        return DONE;
      case 'leave':
        if (solo.health().members.length === 1)
          return no('lastMember', "It is the shop's only workstation; nobody would keep the records.");
        pretendLobby(solo, { former: { shop: solo.health().shop, sentence: 'This workstation has left.' } });
        return DONE;
      default:
        return no('inShop', 'This workstation belongs to a shop already.');
    }
  });
}

/** A workstation without a shop, with these parts of `lobby`. Its attempts come as far as a test says by `setJoining`. */
export function pretendLobby(solo: Solo, told: Partial<Lobby> = {}): void {
  const lobby: Lobby = { name: 'Laser-PC', shops: [], joining: IDLE, former: null, ...told };
  solo.setHealth({ mode: 'noShop', shop: '', members: [], membership: null, lobby });
  solo.answerManage((action: Action): Managed => {
    switch (action.action) {
      case 'found':
        solo.setHealth({ members: alone(action.name) });
        pretendShop(solo);
        solo.setHealth({ shop: action.shop });
        return DONE;
      case 'join':
      case 'joinAt':
        setJoining(solo, { phase: 'connecting', sentence: 'Asking the shop to be let in.' });
        setJoining(solo, { phase: 'compare', shop: 'Print shop', digits: '042917', confirmed: false });
        return DONE;
      case 'joinWith':
        if (action.invitation !== INVITATION)
          setJoining(solo, { phase: 'failed', sentence: 'The invitation is cut or mistyped.' });
        else {
          solo.setHealth({ members: alone(action.name) });
          pretendShop(solo);
        }
        return DONE;
      case 'confirm': {
        const { joining } = solo.health().lobby ?? { joining: IDLE };
        if (joining.phase === 'compare') setJoining(solo, { ...joining, confirmed: true });
        return DONE;
      }
      case 'cancel':
        setJoining(solo, IDLE);
        return DONE;
      case 'startOver':
        pretendLobby(solo, { shops: lobby.shops });
        return DONE;
      default:
        return no('noShop', 'This workstation belongs to no shop yet.');
    }
  });
}

/** How far the attempt to get in is. */
export function setJoining(solo: Solo, joining: Joining): void {
  const { lobby } = solo.health();
  if (lobby !== null) solo.setHealth({ lobby: { ...lobby, joining } });
}

/** A member of that name, apart from what is named. */
export function aColleague(name: string, fields: Partial<Member> = {}): Member {
  return {
    id: `node-${name}`,
    name,
    self: false,
    voter: true,
    leader: false,
    reachable: true,
    http: null,
    link: { host: '192.168.1.20', port: 7100 },
    lag: 0,
    pinned: false,
    leaving: false,
    ...fields,
  };
}

function alone(name: string): Health['members'] {
  return [aColleague(name, { id: 'node-1', self: true, leader: true })];
}

function no(code: string, sentence: string): Managed {
  return { ok: false, code, sentence };
}
