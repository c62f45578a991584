/** Every scenario beside this goes as it says, and the language's page names every command. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScenarioError } from './testing/scenario/arguments.ts';
import { runScenario } from './testing/scenario/interpreter.ts';
import { VERBS } from './testing/scenario/verbs.ts';

const DIRECTORY = new URL('scenarios/', import.meta.url);
const PAGE = new URL('../../docs/scenarios.md', import.meta.url);

describe('the scenario', () => {
  it.each(readdirSync(DIRECTORY))('%s goes as it says', (file) => {
    const text = readFileSync(new URL(file, DIRECTORY), 'utf8');
    expect(runScenario(text)).toBe(text);
    expect(text).not.toContain('VIOLATED');
  });
});

describe('the language', () => {
  it('is described: every command as it is written, and what it does', () => {
    const page = readFileSync(PAGE, 'utf8');
    for (const { usage, does } of Object.values(VERBS)) {
      expect(page).toContain(`\`${usage}\``);
      expect(page).toContain(does);
    }
  });

  it('says what it does not understand, and in which line', () => {
    const failing = (text: string) => () => runScenario(text);
    expect(failing('# a test\nnodes 3\nfly n1')).toThrow('line 3, “fly n1”: there is no command “fly”');
    expect(failing('nodes 3\nconstructor')).toThrow(ScenarioError);
    expect(failing('tick n1')).toThrow('begins with “nodes”');
    expect(failing('nodes 3\ntick n4')).toThrow('there is no n4');
    expect(failing('nodes 3\ntick x')).toThrow(ScenarioError);
    expect(failing('nodes 3\nhold apend')).toThrow('“apend” is not understood here');
    expect(failing('nodes 3\nsettle now')).toThrow('“now” is not understood here');
    expect(failing('nodes 3\ndisk n1 log=1,x')).toThrow('“x” is no entry of a log');
    expect(failing('nodes 3\nsettle\ndisk n1 log=1')).toThrow('the nodes have started');
  });

  it('tells a broken rule, and ends there', () => {
    // Two leaders could not have committed different entries at one place.
    const text = 'nodes 3\ndisk n1 log=1 commit=1\ndisk n2 term=2 log=2 commit=1\ntick n1 n2\nstate';
    expect(runScenario(text)).toMatch(/VIOLATED: .*\nstate$/);
  });
});
