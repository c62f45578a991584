/** Looks at a whole data directory and says what is in it. Changes nothing, whatever it finds. */
import type { Entry, HardState, Index } from '../raft/types.ts';
import { readMark } from './damage.ts';
import { VoteLostError } from './errors.ts';
import { layout } from './files.ts';
import type { LogScan } from './log-scan.ts';
import { scanLog } from './log-scan.ts';
import { afterSnapshot } from './replay.ts';
import type { SnapshotScan } from './snapshots.ts';
import { scanSnapshots } from './snapshots.ts';

export type Found = Readonly<{
  scan: LogScan;
  snapshots: SnapshotScan;
  hardState: HardState;
  entries: readonly Entry[];
  /** Of the last entry, or of the snapshot where no entry follows it; 0 in an empty directory. */
  lastIndex: Index;
  /** The log on disk does not lead to the snapshot: what follows that starts it afresh. */
  superseded: boolean;
  /** Damage that was found now, a sentence each. */
  findings: readonly string[];
  /** Findings of an earlier damage that has not healed; null if there is none. */
  marked: readonly string[] | null;
}>;

/** @throws NewerFormatError, VoteLostError */
export async function inspect(directory: string): Promise<Found> {
  const places = layout(directory);
  const marked = await readMark(directory);
  const snapshots = await scanSnapshots(places.snapshots);
  const scan = await scanLog(places.log);
  const { newest, damaged } = snapshots;
  if (scan.hardState === null && (scan.written || newest !== null || damaged.length > 0)) {
    throw new VoteLostError(
      `In ${directory} this workstation's term and vote are damaged: it needs a new identity in its shop.`,
    );
  }
  const { entries, missing, superseded } = afterSnapshot(scan.log, newest);
  const findings = damaged.map(({ message }) => message);
  if (scan.damage !== null) {
    findings.push(`The log file ${scan.damage.file} ${scan.damage.reason} (byte ${scan.damage.offset}).`);
  }
  if (missing) findings.push(`In ${places.log} entries are missing behind the newest snapshot.`);
  const lastIndex = (newest?.index ?? 0) + entries.length;
  const stated = scan.hardState ?? { term: 0, vote: null, commit: 0 };
  // The commit index is a hint, written before what it counts may be: it never exceeds what is here.
  const commit = Math.max(newest?.index ?? 0, Math.min(stated.commit, lastIndex));
  return {
    scan,
    snapshots,
    hardState: { ...stated, commit },
    entries,
    lastIndex,
    superseded,
    findings,
    marked,
  };
}
