import { expect, it } from 'vitest';
import { createShopless } from './shopless.ts';
import { Unavailable } from './workstation-interface.ts';

it('answers at once that there is no shop yet and how to found one, and shows an empty one', async () => {
  const workstation = createShopless();
  const command = { type: 'printer.retire', id: 'MK4S-1' } as const;
  await expect(workstation.execute(command)).rejects.toThrow(/^no shop yet: found one with --found NAME$/);
  await expect(workstation.barrier()).rejects.toBeInstanceOf(Unavailable);
  expect(workstation.health()).toMatchObject({ mode: 'noShop', members: [], mayFail: 0 });
  expect(workstation.shop.printers.size).toBe(0);
});
