/** All workstations at once: killed, which leaves what the kernel holds, or without power, which does not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cutUnsynced } from '../testing/cut-unsynced.ts';
import { rounds, timeFor } from './testing/rounds.ts';
import { openScene } from './testing/scene.ts';

const ROUNDS = rounds(2);
const RECORDER = new URL('../testing/unsynced.mjs', import.meta.url).href;

it(
  'all workstations are killed: each starts again and nothing acknowledged is missing',
  { timeout: timeFor(ROUNDS) },
  async () => {
    const { shop, load, disturb, conclude } = await openScene();
    for (let round = 0; round < ROUNDS; round++) await disturb(() => shop.killAll());
    expect(await conclude()).toEqual([]);
    console.info(
      `all killed ${ROUNDS} times: ${load.history.acknowledged} writes acknowledged, none missing`,
    );
  },
);

it(
  'all workstations lose their power, and with it whatever was not synced: the same holds',
  { timeout: timeFor(ROUNDS) },
  async () => {
    const journals = await mkdtemp(join(tmpdir(), 'printraft-journals-'));
    onTestFinished(() => rm(journals, { recursive: true, force: true }));
    const journalOf = (number: number) => join(journals, String(number));
    const { shop, load, disturb, conclude } = await openScene({
      env: (number) => ({
        NODE_OPTIONS: `--import ${RECORDER}`,
        PRINTRAFT_SYNC_JOURNAL: journalOf(number),
      }),
    });
    let cuts = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await disturb(async () => {
        await shop.killAll();
        for (const number of shop.numbers) {
          const { shortened, undone } = cutUnsynced(journalOf(number), shop.directory(number), Math.random);
          cuts += shortened + undone;
        }
      });
    }
    expect(await conclude()).toEqual([]);
    // The knife was sharp: it found something to take away.
    expect(cuts).toBeGreaterThan(0);
    console.info(
      `power lost ${ROUNDS} times, ${cuts} files cut or taken back: ` +
        `${load.history.acknowledged} writes acknowledged, none missing`,
    );
  },
);
