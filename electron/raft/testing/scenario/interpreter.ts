/**
 * Consensus told as text, in the manner of etcd-io/raft's data-driven tests: a command a line, and below it,
 * indented, what it brings about. The language: docs/scenarios.md.
 */
import { InvariantError } from '../../core.ts';
import { Violation } from '../violation.ts';
import { Arguments, ScenarioError } from './arguments.ts';
import { VERBS } from './verbs.ts';
import { ScenarioWorld } from './world.ts';

/**
 * Runs a scenario.
 *
 * @param text with its output or without: lines that begin with a space are not read
 * @returns the same text with the output that it has now. Where a rule of consensus is broken (every one that the
 *   simulator checks is checked here, too), a line says so and what follows is not run.
 * @throws ScenarioError if it is none; the message names the line
 */
export function runScenario(text: string): string {
  const world = new ScenarioWorld();
  const shown: string[] = [];
  let violated = false;
  for (const [i, line] of text.split('\n').entries()) {
    if (line.startsWith(' ')) continue;
    shown.push(line.trimEnd());
    if (violated) continue;
    try {
      perform(world, line);
    } catch (cause) {
      if (cause instanceof ScenarioError)
        throw new ScenarioError(`line ${i + 1}, “${line.trim()}”: ${cause.message}`, { cause });
      if (!(cause instanceof Violation) && !(cause instanceof InvariantError)) throw cause;
      violated = true;
      world.lines.push(`VIOLATED: ${cause.message}`);
    }
    shown.push(...world.lines.splice(0).map((told) => `  ${told}`));
  }
  return shown.join('\n');
}

function perform(world: ScenarioWorld, line: string): void {
  const [name, ...words] = line.replace(/#.*/, '').trim().split(/\s+/);
  if (name === undefined || name === '') return;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) throw new ScenarioError(`there is no command “${name}”`);
  const given = new Arguments(words);
  verb.run(world, given);
  given.end();
}
