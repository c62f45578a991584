import { describe, expect, it } from 'vitest';
import { Cluster } from './testing/cluster.ts';

/** Long enough for a stalled disk to be given up, and for an election after it. */
const stalledDiskTicks = 30;

/** n1 leads three, and its disk does not finish a write any more. */
function stalled(): Cluster {
  const cluster = new Cluster({ size: 3, stalledDiskTicks });
  cluster.electThis('n1');
  cluster.run(5);
  cluster.node('n1').disk.hangs = true;
  return cluster;
}

describe('a leader whose own disk hangs (edge case 32)', () => {
  it('leads on for a while: what the others have on disk is committed without it', () => {
    const cluster = stalled();
    const [command = ''] = cluster.write('n1');
    cluster.run(stalledDiskTicks - 1);
    expect(cluster.leader?.id).toBe('n1');
    expect(cluster.clients.appliedAt.has(command)).toBe(true);
  });

  it('hands over then, within a round of messages, and nothing of what was written is lost', () => {
    const cluster = stalled();
    const commands = cluster.write('n1', 3);
    cluster.run(stalledDiskTicks);
    expect(['n2', 'n3']).toContain(cluster.leader?.id);
    for (const command of commands) expect(cluster.clients.appliedAt.has(command)).toBe(true);
    const successor = cluster.elect();
    const [next = ''] = cluster.write(successor.id);
    cluster.run(3);
    expect(cluster.clients.appliedAt.has(next)).toBe(true);
  });

  it('goes even where its successor does not take over, an election timeout later', () => {
    const cluster = stalled();
    cluster.write('n1');
    cluster.run(stalledDiskTicks - 2);
    for (let i = 0; i < 2 + cluster.electionTicks && cluster.node('n1').leads; i++) {
      cluster.tick('n1');
      cluster.network.lose(({ message }) => message.type === 'timeoutNow');
      cluster.settle();
    }
    expect(cluster.node('n1').leads).toBe(false);
  });

  it('leads on as long as nothing waits for its disk', () => {
    const cluster = stalled();
    cluster.run(5 * stalledDiskTicks);
    expect(cluster.leader?.id).toBe('n1');
  });

  it('leads on where the others could not do without it', () => {
    const cluster = stalled();
    cluster.crash('n3');
    cluster.write('n1');
    cluster.run(5 * stalledDiskTicks);
    expect(cluster.leader?.id).toBe('n1');
  });

  it('leads on where the others’ disks are no further than its own', () => {
    const cluster = stalled();
    for (const { disk } of cluster.nodes) disk.hangs = true;
    cluster.write('n1');
    cluster.run(5 * stalledDiskTicks);
    expect(cluster.leader?.id).toBe('n1');
  });

  it('whose writes are slow but end leads on', () => {
    const cluster = stalled();
    const { disk } = cluster.node('n1');
    for (let i = 0; i < 10; i++) {
      cluster.write('n1');
      disk.hangs = true;
      cluster.run(stalledDiskTicks - 5);
      disk.hangs = false;
      cluster.settle();
    }
    expect(cluster.leader?.id).toBe('n1');
  });
});
