import { ExternalLink, MonitorCheck, MonitorX } from 'lucide-react';
import type { Member } from '../../../shared/contract/health.ts';
import { lagWords, placeOf } from '../../view/health.ts';
import { MemberMenu } from './member-menu.tsx';

type WorkstationProps = Readonly<{
  member: Member;
  /** All of them; null where this page may not change who belongs. */
  members: readonly Member[] | null;
  /** Whether this page hears of it now. */
  connected: boolean;
  /** Whether too few are reachable to tell how far the shop is. */
  cutOff: boolean;
}>;

/** One workstation: whether it can be reached from here, and how far it has come. */
export function Workstation({ member, members, connected, cutOff }: WorkstationProps) {
  const { name, self, reachable, pinned } = member;
  const place = placeOf(member);
  const state = !connected ? 'unknown' : reachable ? 'reachable' : 'silent';
  const Icon = state === 'reachable' ? MonitorCheck : MonitorX;
  return (
    <article className="card workstation" data-state={state} aria-label={`Workstation ${name}`}>
      <Icon aria-hidden size={22} />
      <div className="card-title">
        <h3 className="truncate">
          {name}
          {self && <span className="tag">This one</span>}
          {pinned && <span className="tag">Always on</span>}
        </h3>
        <p className="workstation-state">
          {connected ? stateWords(member, cutOff) : 'Not known at the moment'}
        </p>
        {place !== null && (
          <p className="muted">
            {place.href === null ? (
              place.text
            ) : (
              <a href={place.href} target="_blank" rel="noreferrer">
                {place.text}
                <ExternalLink aria-hidden size={12} />
              </a>
            )}
          </p>
        )}
      </div>
      {members !== null && <MemberMenu member={member} members={members} />}
    </article>
  );
}

function stateWords(member: Member, cutOff: boolean): string {
  if (member.leaving) return 'Is leaving the shop';
  if (cutOff && member.reachable) return member.self ? 'Runs, and waits for the others' : 'Reachable';
  if (member.self || !member.reachable) return lagWords(member);
  return `Reachable, ${lower(lagWords(member))}`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
