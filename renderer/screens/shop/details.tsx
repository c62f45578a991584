import { ChevronRight } from 'lucide-react';
import type { Health, Member } from '../../../shared/contract/health.ts';
import { useReplica } from '../../store/replica.ts';

/** For who knows Raft: its own words, and they stand nowhere else. */
export function Details({ health }: Readonly<{ health: Health }>) {
  const index = useReplica((replica) => replica.index);
  const { details, members } = health;
  const drops = Object.entries(details.drops).filter(([, count]) => count > 0);
  return (
    <details className="details" role="group" aria-label="Details">
      <summary>
        <ChevronRight aria-hidden size={15} />
        Details
      </summary>
      <div className="details-body">
        <dl className="facts">
          <Fact name="Node" value={details.node} />
          <Fact name="Role" value={details.role} />
          <Fact name="Term" value={details.term} />
          <Fact
            name="Leader"
            value={members.find(({ id }) => id === details.leader)?.name ?? details.leader}
          />
          <Fact name="Commit index" value={details.commitIndex} />
          <Fact name="Applied index" value={details.appliedIndex} />
          <Fact name="Last log index" value={details.lastIndex} />
          <Fact name="Snapshot index" value={details.snapshotIndex} />
          <Fact name="Index shown here" value={index} />
          <Fact name="Log damaged" value={details.damaged ? 'yes: no votes until repaired' : 'no'} />
          <Fact name="Cluster" value={details.clusterId} />
          <Fact name="State digest" value={details.digest} />
          <Fact name="Build of this page" value={__BUILD__} />
          <Fact
            name="Dropped from the network"
            value={drops.length === 0 ? 'nothing' : drops.map(([why, count]) => `${why} ${count}`).join(', ')}
          />
        </dl>
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Members">
          <table className="members">
            <thead>
              <tr>
                <th>Member</th>
                <th>Id</th>
                <th>Role</th>
                <th>Link</th>
                <th className="end">Lag in entries</th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <tr key={member.id}>
                  <th scope="row">{member.name}</th>
                  <td>{member.id}</td>
                  <td>{roleOf(member)}</td>
                  <td>{member.link ? `${member.link.host}:${member.link.port}` : '–'}</td>
                  <td className="end">{member.lag ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </details>
  );
}

function roleOf({ leader, voter }: Member): string {
  return leader ? 'leader' : voter ? 'voter' : 'learner';
}

function Fact({ name, value }: Readonly<{ name: string; value: string | number | null }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === null || value === '' ? '–' : value}</dd>
    </div>
  );
}
