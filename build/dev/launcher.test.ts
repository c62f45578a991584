/** Programs of a few lines stand where the built `npm start` does: what counts is who runs when. */
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../electron/testing/until.ts';
import { createLauncher } from './launcher.ts';

/** Says what happens to it in a file, one word a line. */
const LIVES = `
  const { appendFileSync } = require('node:fs');
  const say = (word) => appendFileSync(process.argv[2], word + '\\n');
  process.on('message', say);
  process.on('disconnect', () => process.exit());
  process.on('SIGTERM', () => setTimeout(() => { say('stopped'); process.exit(); }, 50));
  say('started');
`;
const FAILS = `require('node:fs').appendFileSync(process.argv[2], 'failed\\n'); process.exit(3);`;

async function launcherOf(program: string) {
  const folder = await mkdtemp(join(tmpdir(), 'printraft-dev-'));
  const [entry, log] = [join(folder, 'start.cjs'), join(folder, 'log')];
  await writeFile(entry, program);
  await writeFile(log, '');
  const launcher = createLauncher({
    entry,
    args: [log],
    ended: (code) => appendFileSync(log, `ended ${code}\n`),
  });
  onTestFinished(async () => {
    await launcher.stop();
    await rm(folder, { recursive: true });
  });
  const words = async () => (await readFile(log, 'utf8')).split('\n').slice(0, -1);
  const untilWords = (...wanted: readonly string[]) =>
    until(wanted.join(), async () => (await words()).join() === wanted.join());
  return { entry, launcher, words, untilWords };
}

describe.runIf(process.platform !== 'win32')('the app as npm start runs it', () => {
  it('is started anew only when the last is gone, and told to load the page anew', async () => {
    const { launcher, untilWords } = await launcherOf(LIVES);
    await launcher.restart();
    await untilWords('started');
    await launcher.restart();
    await untilWords('started', 'stopped', 'started');
    await launcher.reload();
    await untilWords('started', 'stopped', 'started', 'reload');
  });

  it('that ended by itself is told of, and started by whatever comes next', async () => {
    const { entry, launcher, untilWords } = await launcherOf(FAILS);
    await launcher.restart();
    await untilWords('failed', 'ended 3');
    await writeFile(entry, LIVES);
    await launcher.reload();
    await untilWords('failed', 'ended 3', 'started');
  });

  it('is not started again once it was stopped, even where that had been asked for before', async () => {
    const { launcher, words, untilWords } = await launcherOf(LIVES);
    await launcher.restart();
    await untilWords('started');
    const restarted = launcher.restart();
    await launcher.stop();
    await restarted;
    expect(await words()).toEqual(['started', 'stopped']);
  });
});
