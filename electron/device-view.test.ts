import { expect, it } from 'vitest';
import { forDevices } from './device-view.ts';
import { createSolo } from './testing/solo.ts';

it('a device works with the records, and does not change who belongs to the shop', async () => {
  const solo = createSolo();
  const seen = forDevices(solo);
  await seen.execute({ type: 'printer.create', id: 'MK4', maker: 'Prusa', model: 'MK4', note: '' });
  expect([seen.shop.printers.size, seen.appliedIndex]).toEqual([1, solo.appliedIndex]);
  const invite = { action: 'invite', label: '', kind: 'invitation', uses: 1, hours: 1 } as const;
  expect(await solo.manage(invite)).toMatchObject({ ok: true });
  expect(await seen.manage(invite)).toMatchObject({ ok: false, code: 'notFromDevices' });
});
