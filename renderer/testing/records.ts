/** Records and health for tests that name only what they are about. */
import type { Health, Member } from '../../shared/contract/health.ts';
import type { Filament, Job, Print, Printer, Spool } from '../../shared/domain/model.ts';
import { fresh } from '../../shared/domain/versions.ts';

export function aPrinter(fields: Partial<Printer> = {}): Printer {
  const rest = { maker: 'Prusa', model: 'MK4S', note: '', print: null, openJobs: 0, retired: false };
  return fresh('printers', { id: 'MK4S-1', createdAt: 1_000, ...rest, ...fields });
}

export function aFilament(fields: Partial<Filament> = {}): Filament {
  const rest = { material: 'PLA', colour: 'Galaxy Black', hex: null, spools: 0, retired: false } as const;
  return fresh('filaments', { id: 'F-0001', maker: 'Prusament', createdAt: 1_000, ...rest, ...fields });
}

export function aSpool(fields: Partial<Spool> = {}): Spool {
  const amounts = { totalMg: 1_000_000, remainingMg: 800_000, reservedMg: 0, printingMg: 0 };
  return fresh('spools', {
    id: 'S-0001',
    filament: 'F-0001',
    note: '',
    retired: false,
    createdAt: 1_000,
    ...amounts,
    ...fields,
  });
}

export function aJob(fields: Partial<Job> = {}): Job {
  return fresh('jobs', {
    id: 'J-0001',
    printer: 'MK4S-1',
    spool: 'S-0001',
    file: 'bracket.gcode',
    weightMg: 100_000,
    note: '',
    status: 'Queued',
    print: null,
    createdAt: 1_000,
    completedAt: null,
    ...fields,
  });
}

export function aPrint(fields: Partial<Print> = {}): Print {
  const rest = { startedAt: 1_000, endedAt: null, outcome: 'running', usedMg: 0 } as const;
  return fresh('prints', {
    id: 'P-0001',
    job: 'J-0001',
    printer: 'MK4S-1',
    spool: 'S-0001',
    ...rest,
    ...fields,
  });
}

/** A table as the replica holds it. */
export function table<E extends Readonly<{ id: string }>>(...entities: readonly E[]): ReadonlyMap<string, E> {
  return new Map(entities.map((entity) => [entity.id, entity]));
}

export function aMember(fields: Partial<Member> = {}): Member {
  const rest = {
    self: false,
    voter: true,
    leader: false,
    reachable: true,
    http: null,
    link: null,
    lag: 0,
    pinned: false,
    leaving: false,
  };
  return { id: 'workstation-1', name: 'Office', ...rest, ...fields };
}

export function aHealth(fields: Partial<Health> = {}): Health {
  return {
    mode: 'well',
    shop: 'Demo shop',
    members: [
      aMember({ self: true }),
      aMember({ id: 'workstation-2', name: 'Workshop', leader: true }),
      aMember({ id: 'workstation-3', name: 'Laser-PC' }),
    ],
    mayFail: 1,
    waitingFor: null,
    contradicted: false,
    staleMs: 0,
    findings: [],
    membership: { requests: [], invitations: [], reasons: [] },
    lobby: null,
    details: {
      node: 'workstation-1',
      clusterId: 'c0ffee00',
      role: 'follower',
      term: 3,
      leader: 'workstation-2',
      commitIndex: 9,
      appliedIndex: 9,
      lastIndex: 9,
      snapshotIndex: 0,
      digest: 'd1',
      damaged: false,
      drops: {},
    },
    ...fields,
  };
}
