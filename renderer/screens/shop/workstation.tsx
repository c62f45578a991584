import { ExternalLink, MonitorCheck, MonitorX } from 'lucide-react';
import type { Member } from '../../../shared/contract/health.ts';
import { lagWords } from '../../view/health.ts';

type WorkstationProps = Readonly<{
  member: Member;
  /** Whether this page hears of it now. */
  connected: boolean;
  /** Whether too few are reachable to tell how far the shop is. */
  cutOff: boolean;
}>;

/** One workstation: whether it can be reached from here, and how far it has come. */
export function Workstation({ member, connected, cutOff }: WorkstationProps) {
  const { name, self, reachable, http } = member;
  const state = !connected ? 'unknown' : reachable ? 'reachable' : 'silent';
  const Icon = state === 'reachable' ? MonitorCheck : MonitorX;
  return (
    <article className="card workstation" data-state={state} aria-label={`Workstation ${name}`}>
      <Icon aria-hidden size={22} />
      <div className="card-title">
        <h3 className="truncate">
          {name}
          {self && <span className="tag">This one</span>}
        </h3>
        <p className="workstation-state">
          {connected ? stateWords(member, cutOff) : 'Not known at the moment'}
        </p>
        {http && (
          <p className="muted">
            {self ? (
              `${http.host}:${http.port}`
            ) : (
              <a href={`http://${http.host}:${http.port}/`} target="_blank" rel="noreferrer">
                {http.host}:{http.port}
                <ExternalLink aria-hidden size={12} />
              </a>
            )}
          </p>
        )}
      </div>
    </article>
  );
}

function stateWords(member: Member, cutOff: boolean): string {
  if (cutOff && member.reachable) return member.self ? 'Runs, and waits for the others' : 'Reachable';
  if (member.self || !member.reachable) return lagWords(member);
  return `Reachable, ${lower(lagWords(member))}`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
