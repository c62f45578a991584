/** Records that were put into another workstation's directory, as a restored backup may be. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { recordsOf } from './in-directory.ts';
import { startShop } from './testing/shop-processes.ts';

it('of the same shop are refused in a sentence, the others go on, and put back they are taken again', async () => {
  const shop = await startShop();
  onTestFinished(() => shop.stopAll());
  await shop.kill(1, 'SIGTERM');
  await shop.kill(2, 'SIGTERM');
  const [one, two, aside] = [
    recordsOf(shop.directory(1)),
    recordsOf(shop.directory(2)),
    join(shop.root, 'aside'),
  ];
  const swap = async () => {
    await rename(one, aside);
    await rename(two, one);
    await rename(aside, two);
  };
  await swap();
  for (const number of [1, 2]) {
    const child = shop.spawn(number);
    expect(await child.ended).toMatchObject({ code: 1 });
    expect(shop.stderr(number)).toContain(
      `The records in ${recordsOf(shop.directory(number))} are those of another workstation ("${shop.id(3 - number)}") and not of "${shop.id(number)}"`,
    );
  }
  await swap();
  await shop.start(1);
  await shop.start(2);
  await shop.untilLed();
});
