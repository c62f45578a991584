/** A workstation that is whatever a test says: tables, health, and who watches them. */
import { NO_SHOP, type Health, type Member } from '../../../shared/contract/health.ts';
import { fresh } from '../../../shared/domain/versions.ts';
import { Tables } from '../../../shared/domain/tables.ts';
import type { Change, Job, Spool } from '../../../shared/domain/model.ts';
import type { Watcher } from '../../workstation-interface.ts';

export class FakeWorkstation {
  shop = new Tables();
  #health: Health;
  readonly #watchers = new Set<Watcher>();
  readonly #listeners = new Set<(health: Health) => void>();
  #index = 0;

  constructor(health: Health = aHealth()) {
    this.#health = health;
  }

  health = () => this.#health;

  watch = (watcher: Watcher) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  watchHealth = (listener: (health: Health) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How many listen to it. */
  get watched(): number {
    return this.#watchers.size + this.#listeners.size;
  }

  becomes(health: Health): void {
    this.#health = health;
    for (const listener of this.#listeners) listener(health);
  }

  commit(...changes: Change[]): void {
    this.shop.commit(changes);
    const from = this.#index++;
    for (const watcher of this.#watchers) watcher.changes({ from, to: this.#index, changes, filings: [] });
  }

  /** As when a snapshot arrives. */
  replace(shop: Tables): void {
    this.shop = shop;
    for (const watcher of this.#watchers) watcher.reset();
  }
}

export function aHealth(fields: Partial<Health> = {}): Health {
  return { ...NO_SHOP, mode: 'well', shop: 'Print shop', mayFail: 1, members: members(), ...fields };
}

/** Office (this one), Workshop and Laser-PC, of whom the named cannot be reached. */
export function members(...silent: readonly string[]): Member[] {
  return ['Office', 'Workshop', 'Laser-PC'].map((name, n) => ({
    id: `n-${n + 1}`,
    name,
    self: n === 0,
    voter: true,
    leader: n === 0,
    reachable: !silent.includes(name),
    http: null,
    link: null,
    lag: 0,
    pinned: false,
    leaving: false,
  }));
}

export function jobIs(id: string, status: Job['status'] | null, fields: Partial<Job> = {}): Change {
  if (status === null) return { table: 'jobs', id, entity: null };
  const rest = { printer: 'MK4S-1', spool: 'S-0001', file: 'bracket.gcode', weightMg: 1_000, note: '' };
  const own = { id, ...rest, status, print: null, createdAt: 0, completedAt: null, ...fields };
  const entity = fresh('jobs', own);
  return { table: 'jobs', id, entity };
}

export function spoolHas(id: string, remainingMg: number, fields: Partial<Spool> = {}): Change {
  const rest = { filament: 'F-0001', totalMg: 1_000_000, reservedMg: 0, printingMg: 0, note: '' };
  const entity = fresh('spools', { id, ...rest, remainingMg, retired: false, createdAt: 0, ...fields });
  return { table: 'spools', id, entity };
}
