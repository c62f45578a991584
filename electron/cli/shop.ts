/** The calls of the original contract, typed: what a menu entry or a command does to a shop. */
import {
  FilamentList,
  type FilamentRow,
  JobList,
  type JobRow,
  LeaderAnswer,
  NodeStatusAnswer,
  PeersAnswer,
  PrinterList,
  type PrinterRow,
} from '../../shared/contract/v1.ts';
import type { ExportName, FileKind } from '../../shared/contract/files.ts';
import { ImportAnswer } from '../../shared/contract/imports.ts';
import { DeviceAdded, DeviceList, DeviceRemoved } from '../../shared/contract/devices.ts';
import { type Action, Managed, type NewInvitation } from '../../shared/contract/membership.ts';
import { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import { Failure } from './failure.ts';
import type { WorkstationClient } from './workstation-client.ts';

/** Weights in grams. */
export type NewFilament = Readonly<{
  id: string;
  type: string;
  color: string;
  total: number;
  remaining: number;
}>;
export type NewJob = Readonly<{
  id: string;
  printer: string;
  filament: string;
  file: string;
  weight: number;
}>;

/** Every call rejects with Failure. */
export type Shop = Readonly<{
  printers: () => Promise<PrinterRow[]>;
  addPrinter: (printer: Readonly<{ id: string; company: string; model: string }>) => Promise<void>;
  filaments: () => Promise<FilamentRow[]>;
  addFilament: (filament: NewFilament) => Promise<void>;
  /** Those of one status, in any letter case, or all. */
  jobs: (status?: string) => Promise<JobRow[]>;
  addJob: (job: NewJob) => Promise<void>;
  setJobStatus: (id: string, status: string) => Promise<void>;
  status: () => Promise<NodeStatusAnswer>;
  leader: () => Promise<LeaderAnswer>;
  peers: () => Promise<PeersAnswer>;
  /** A table as CSV, or everything as JSON, as they are kept in a file. */
  exported: (what: ExportName | 'activity') => Promise<string>;
  /** What a file would do. @param kind null: it is recognised */
  planImport: (kind: FileKind | null, file: Uint8Array) => Promise<ImportAnswer>;
  /** Brings it in, all of it or nothing. */
  bringIn: (kind: FileKind | null, file: Uint8Array) => Promise<ImportAnswer>;
  /** Of the workstation that is asked, not of the shop. */
  devices: () => Promise<DeviceList>;
  addDevice: (name: string) => Promise<DeviceAdded>;
  removeDevice: (name: string) => Promise<DeviceRemoved>;
  /** Who belongs to the shop, or how this workstation could get into one. */
  membership: () => Promise<MembershipAnswer>;
  /** Changes that. Resolves with the invitation where one was made. */
  manage: (action: Action) => Promise<NewInvitation | null>;
}>;

const MEMBERSHIP = '/api/v2/membership';
const DEVICES = '/api/v2/devices';
const LOOK = 'printraft devices list tells; a device whose token nobody saw is to be removed.';

/** With what each begins: CSV with the mark that tells programs its encoding. */
const BEGINS = { csv: '\uFEFF', json: '{"format":"printraft-export"' } as const;
const importPath = (kind: FileKind | null) => `/api/v2/import/${kind ?? 'auto'}`;

export function shopOf({ read, ask, text, write, once, change }: WorkstationClient): Shop {
  return {
    exported: (what) =>
      what === 'everything'
        ? text('/api/v2/export', BEGINS.json)
        : text(`/api/v2/export/${what}`, BEGINS.csv),
    planImport: (kind, file) =>
      ask({ method: 'POST', path: `${importPath(kind)}?dryRun=true`, file }, ImportAnswer),
    bringIn: (kind, file) => once({ method: 'POST', path: importPath(kind), file }, ImportAnswer),
    printers: () => read('/api/v1/printers', PrinterList),
    addPrinter: (printer) => write('POST', '/api/v1/printers', printer),
    filaments: () => read('/api/v1/filaments', FilamentList),
    addFilament: ({ total, remaining, ...filament }) =>
      write('POST', '/api/v1/filaments', {
        ...filament,
        total_weight_in_grams: total,
        remaining_weight_in_grams: remaining,
      }),
    jobs: (status) =>
      read(
        status === undefined ? '/api/v1/jobs' : `/api/v1/jobs?status=${encodeURIComponent(status)}`,
        JobList,
      ),
    addJob: ({ id, printer, filament, file, weight }) =>
      write('POST', '/api/v1/jobs', {
        id,
        printer_id: printer,
        filament_id: filament,
        filepath: file,
        print_weight_in_grams: weight,
      }),
    setJobStatus: (id, status) => write('PATCH', `/api/v1/jobs/${encodeURIComponent(id)}/status`, { status }),
    status: () => read('/NodeStatus', NodeStatusAnswer),
    leader: () => read('/leader', LeaderAnswer).catch(noLeader),
    peers: () => read('/peers', PeersAnswer),
    devices: () => read(DEVICES, DeviceList),
    addDevice: (name) =>
      change({ method: 'POST', path: DEVICES, body: { name }, answer: DeviceAdded, look: LOOK }),
    membership: () => read(MEMBERSHIP, MembershipAnswer),
    manage: async (action) => {
      const look = 'printraft members tells, and printraft invitations.';
      const answer = await change({ method: 'POST', path: MEMBERSHIP, body: action, answer: Managed, look });
      if (!answer.ok) throw new Failure('refused', answer.sentence);
      return answer.invitation;
    },
    removeDevice: (name) =>
      change({
        method: 'DELETE',
        path: `${DEVICES}/${encodeURIComponent(name)}`,
        answer: DeviceRemoved,
        look: 'printraft devices list tells.',
      }),
  };
}

/** The contract answers 404, which means here what 503 means elsewhere: no majority. */
function noLeader(cause: unknown): never {
  if (!(cause instanceof Failure) || cause.reason !== 'refused') throw cause;
  throw new Failure('unavailable', cause.message, { cause });
}
