/** The workstation that leads is killed under load, again and again. */
import { expect, it } from 'vitest';
import { median, ms, worst } from '../testing/figures.ts';
import { rounds, timeFor } from './testing/rounds.ts';
import { openScene } from './testing/scene.ts';

const ROUNDS = rounds(3);

it(
  'writing goes on within two seconds of a leader that is killed, and nothing is lost, doubled or unread',
  { timeout: timeFor(ROUNDS) },
  async () => {
    const { shop, load, disturb, conclude } = await openScene();
    const gaps: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const leader = await shop.untilLed();
      await disturb(async () => {
        const killed = performance.now();
        const next = load.acknowledgedAfter(killed);
        await Promise.all([shop.kill(leader), next]);
        gaps.push((await next) - killed);
      });
    }
    expect(await conclude()).toEqual([]);
    const { acknowledged, reads, serverErrors } = load.history;
    console.info(
      `leader killed ${ROUNDS} times: next write after ${ms(median(gaps))} (median), ${ms(worst(gaps))} (worst); ` +
        `${acknowledged} writes acknowledged, ${reads} reads, ${serverErrors.length} answers of 503 or 504`,
    );
    expect(worst(gaps)).toBeLessThan(2_000);
  },
);
