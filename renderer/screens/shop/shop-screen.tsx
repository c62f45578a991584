import { TriangleAlert } from 'lucide-react';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Moment, Since } from '../../parts/time.tsx';
import { ToneIcon } from '../../parts/tone-icon.tsx';
import { useHealthWords } from '../../parts/use-health-words.ts';
import { useFreshness } from '../../store/freshness.ts';
import { useReplica } from '../../store/replica.ts';
import { Details } from './details.tsx';
import { Workstation } from './workstation.tsx';

/** How the shop is: its workstations, what may fail, and how far each has come. */
export function ShopScreen() {
  const health = useReplica((replica) => replica.health);
  const connected = useReplica(({ connection }) => connection === 'connected');
  if (!health) return null;
  const { members, findings } = health;
  const reachable = members.filter((member) => member.reachable).length;
  const summary =
    members.length === 1 ? '1 workstation' : `${reachable} of ${members.length} workstations reachable`;
  return (
    <>
      <ScreenHead title="Shop" summary={connected ? summary : 'As last heard'} />
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
