/** The roster along the committed log, by the rules of every real node: what any machine knows at its own index. */
import { isMember } from '../../../raft/configuration.ts';
import type { Checker } from '../../../raft/testing/checker.ts';
import type { Configuration, Entry, Index } from '../../../raft/types.ts';
import { applyRoster, configured } from '../../roster/roster.ts';
import type { Roster, RosterCommand } from '../../roster/types.ts';

/** As a log entry's command; `at` is the log's age, and `n` tells repetitions apart. */
export function encodeRosterCommand(command: RosterCommand, at: number, n: number): string {
  return JSON.stringify({ roster: command, at, n });
}

export class RosterHistory {
  readonly #checker: Checker;
  readonly #versions: { index: Index; roster: Roster }[];
  #configuration: Configuration;
  #read: Index = 0;

  constructor(checker: Checker, founding: Roster) {
    this.#checker = checker;
    this.#versions = [{ index: 0, roster: founding }];
    this.#configuration = checker.configurationAt(0);
  }

  /** Who belongs, for whoever has applied everything up to there. */
  at(index: Index): Roster {
    const { committed } = this.#checker;
    for (const entry of committed.slice(this.#read)) this.#take(entry);
    this.#read = committed.length;
    const found = this.#versions.findLast((version) => version.index <= index);
    if (found === undefined) throw new RangeError(`no roster at ${index}`);
    return found.roster;
  }

  #take({ index, payload }: Entry): void {
    const before = this.#versions.at(-1)?.roster;
    if (before === undefined) return;
    const isConfigured = (id: string) => isMember(this.#configuration, id);
    const next = (roster: Roster) => {
      if (roster !== before) this.#versions.push({ index, roster });
    };
    if (payload.kind === 'configuration') {
      this.#configuration = payload.configuration;
      next(configured(before, { age: 0, isConfigured }));
    }
    if (payload.kind !== 'command' || !payload.data.startsWith('{"roster"')) return;
    const { roster, at } = JSON.parse(payload.data) as { roster: RosterCommand; at: number };
    next(applyRoster(before, roster, { age: at, isConfigured }).roster);
  }
}
