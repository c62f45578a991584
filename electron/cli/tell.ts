/** What the shop answered, as text for people. Pure. */
import type {
  FilamentRow,
  JobRow,
  Leader,
  NodeStatusAnswer,
  Peer,
  PrinterRow,
} from '../../shared/contract/v1.ts';
import { table } from './table.ts';
import { visible } from './text.ts';

export function tellPrinters(printers: readonly PrinterRow[]): string {
  if (printers.length === 0) return 'No printers found.\n';
  return table(
    [
      { title: 'PRINTER', cell: ({ id }) => id },
      { title: 'COMPANY', cell: ({ company }) => company },
      { title: 'MODEL', cell: ({ model }) => model },
    ],
    printers,
  );
}

/** The contract's filaments are what the screens call spools. */
export function tellFilaments(filaments: readonly FilamentRow[]): string {
  if (filaments.length === 0) return 'No filaments found.\n';
  return table(
    [
      { title: 'SPOOL', cell: ({ id }) => id },
      { title: 'TYPE', cell: ({ type }) => type },
      { title: 'COLOR', cell: ({ color }) => color },
      { title: 'REMAINING', cell: (spool) => `${spool.remaining_weight} g`, right: true },
      { title: 'TOTAL', cell: (spool) => `${spool.total_weight} g`, right: true },
    ],
    filaments,
  );
}

export function tellJobs(jobs: readonly JobRow[]): string {
  if (jobs.length === 0) return 'No jobs found.\n';
  return table(
    [
      { title: 'JOB', cell: ({ id }) => id },
      { title: 'STATUS', cell: ({ status }) => status },
      { title: 'PRINTER', cell: (job) => job.printer_id },
      { title: 'SPOOL', cell: (job) => job.filament_id },
      { title: 'WEIGHT', cell: (job) => `${job.print_weight_in_grams} g`, right: true },
      { title: 'CREATED', cell: (job) => minute(job.created_at) },
      { title: 'COMPLETED', cell: (job) => minute(job.completed_at) },
      // Last, since it may be long.
      { title: 'FILE', cell: ({ filepath }) => filepath },
    ],
    jobs,
  );
}

const placeOf = ({ host, port }: Readonly<{ host: string; port: number }>) => `${host}:${port}`;

export function tellLeader(leader: Leader): string {
  return `The leader is ${visible(leader.node_id)} on ${visible(placeOf(leader))}.\n`;
}

export function tellPeers(peers: readonly Peer[], leader: Leader | null = null): string {
  if (peers.length === 0) return 'No workstations found: this one belongs to no shop yet.\n';
  const isLeader = (peer: Peer) => leader !== null && placeOf(leader) === placeOf(peer);
  return table(
    [
      { title: 'WORKSTATION', cell: placeOf },
      { title: 'STATUS', cell: (peer) => peer.status + (isLeader(peer) ? ', leader' : '') },
    ],
    peers,
  );
}

export function tellStatus({ leader, peers }: NodeStatusAnswer): string {
  if (peers.length === 0) return tellPeers(peers);
  const alive = peers.filter(({ status }) => status === 'alive').length;
  const are = `${alive} of ${peers.length} ${peers.length === 1 ? 'workstation' : 'workstations'} alive`;
  const sentence =
    leader === null
      ? `${are}. No leader found: the shop is reading only until most of them are back.`
      : `${are}, led by ${visible(leader.node_id)}. Changes can be made.`;
  return `${sentence}\n\n${tellPeers(peers, leader)}`;
}

/** Epoch seconds as local time, to the minute; a dash where there is none, or none that a calendar has. */
export function minute(seconds: number | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  if (Number.isNaN(date.getTime())) return '–';
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
