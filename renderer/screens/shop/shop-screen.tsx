import { MonitorUp, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Moment, Since } from '../../parts/time.tsx';
import { ToneIcon } from '../../parts/tone-icon.tsx';
import { useHealthWords } from '../../parts/use-health-words.ts';
import { useFreshness } from '../../store/freshness.ts';
import { useReplica } from '../../store/replica.ts';
import { AddWorkstation } from './add-workstation.tsx';
import { Details } from './details.tsx';
import { Invitations } from './invitations.tsx';
import { Records } from './records.tsx';
import { Workstation } from './workstation.tsx';

/** Of the last changes so many are told. */
const REASONS = 5;

/** How the shop is: its workstations, what may fail, and how far each has come. */
export function ShopScreen() {
  const health = useReplica((replica) => replica.health);
  const connected = useReplica(({ connection }) => connection === 'connected');
  const [adding, setAdding] = useState(false);
  if (!health) return null;
  const { members, findings, membership } = health;
  const reachable = members.filter((member) => member.reachable).length;
  const summary =
    members.length === 1 ? '1 workstation' : `${reachable} of ${members.length} workstations reachable`;
  return (
    <>
      <ScreenHead title="Shop" summary={connected ? summary : 'As last heard'}>
        {membership !== null && (
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            <MonitorUp aria-hidden size={15} />
            Add a workstation
          </button>
        )}
      </ScreenHead>
      {adding && <AddWorkstation onClose={() => setAdding(false)} />}
      <HealthLine />
      {findings.length > 0 && (
        <section className="findings" aria-label="This workstation’s disk">
          <h2 className="section-title">This workstation’s disk</h2>
          <ul>
            {findings.map((finding) => (
              <li key={finding}>
                <TriangleAlert aria-hidden size={15} className="tone" data-tone="warn" />
                {finding}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Workstations">
        <h2 className="section-title">Workstations</h2>
        <div className="workstations">
          {members.map((member) => (
            <Workstation
              key={member.id}
              member={member}
              members={membership === null ? null : members}
              connected={connected}
              cutOff={health.mode === 'readingOnly'}
            />
          ))}
        </div>
        <p className="muted shop-explained">
          Every workstation keeps all records. A change counts once most of them have it on disk, so the shop
          goes on as long as most of them run and reach each other.
        </p>
      </section>
      {membership !== null && <Invitations invitations={membership.invitations} />}
      {membership !== null && membership.reasons.length > 0 && (
        <section className="reasons" aria-label="Who keeps the records safe">
          <h2 className="section-title">Who keeps the records safe</h2>
          <ul>
            {membership.reasons.slice(0, REASONS).map((reason, n) => (
              // The same may have happened twice.
              <li key={`${n} ${reason}`}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
      <Records />
      <Details health={health} />
    </>
  );
}

function HealthLine() {
  const { tone, short, sentence } = useHealthWords();
  const until = useFreshness((freshness) => freshness.until);
  return (
    <section className="health" data-tone={tone} aria-label="Health">
      <ToneIcon tone={tone} size={28} />
      <div>
        <p className="health-short">{short}</p>
        <p>{sentence}</p>
        {until !== null && (
          <p className="muted">
            Shown is what was known at <Moment at={until} />, <Since at={until} /> ago.
          </p>
        )}
      </div>
    </section>
  );
}
