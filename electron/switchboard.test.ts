import { describe, expect, it } from 'vitest';
import { createSwitchboard } from './switchboard.ts';
import { createEmptyLobby } from './testing/empty-lobby.ts';
import { createSolo } from './testing/solo.ts';
import type { ChangeBatch } from './workstation-interface.ts';

const PRINTER = { type: 'printer.create', id: 'MK4', maker: 'Prusa', model: 'MK4', note: '' } as const;

describe('a workstation that gets into a shop', () => {
  it('is the same to those who look at it: told to read anew, then of every change', async () => {
    const board = createSwitchboard(createEmptyLobby());
    const told: string[] = [];
    board.watch({
      changes: ({ changes }: ChangeBatch) => told.push(...changes.map(({ id }) => id)),
      reset: () => told.push('reset'),
    });
    board.watchHealth(({ mode }) => told.push(mode));
    await expect(board.execute(PRINTER)).rejects.toThrow('no shop yet');

    const solo = createSolo();
    board.connect(solo);
    expect(told).toEqual(['reset', 'alone']);
    await board.execute(PRINTER);
    expect(told).toContain('MK4');
    expect([board.shop.printers.size, board.appliedIndex]).toEqual([1, solo.appliedIndex]);
  });

  it('hears no more of what was behind it before', async () => {
    const before = createSolo();
    const board = createSwitchboard(before);
    board.connect(createSolo());
    const told: string[] = [];
    board.watch({ changes: () => told.push('changes'), reset: () => told.push('reset') });
    await before.execute(PRINTER);
    before.replaceState();
    expect(told).toEqual([]);
    expect(before.watchers).toBe(0);
  });

  it('lets those go who look no more', () => {
    const solo = createSolo();
    const board = createSwitchboard(createEmptyLobby());
    let told = 0;
    board.watch({ changes: () => undefined, reset: () => (told += 1) })();
    board.watchHealth(() => (told += 1))();
    board.connect(solo);
    expect(told).toBe(0);
  });
});
