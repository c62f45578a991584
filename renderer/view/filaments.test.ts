import { describe, expect, it } from 'vitest';
import { aFilament, aSpool, table } from '../testing/records.ts';
import {
  coloursOf,
  filamentGroups,
  filamentsInOrder,
  freeMg,
  markOf,
  materialsOf,
  placeWords,
  shortages,
  spoolsOf,
  stock,
} from './filaments.ts';
import { stockWords } from './stock-words.ts';

describe('a spool', () => {
  it('has free what nobody has reserved, and falls short where a weighing found less', () => {
    expect(freeMg(aSpool({ remainingMg: 500, reservedMg: 200 }))).toBe(300);
    expect(freeMg(aSpool({ remainingMg: 100, reservedMg: 200 }))).toBe(-100);
  });

  it('is in a slot, on a shelf, or somewhere', () => {
    expect(placeWords(aSpool())).toBe('');
    expect(placeWords(aSpool({ location: 'Shelf B2' }))).toBe('Shelf B2');
    expect(placeWords(aSpool({ printer: 'MK4S-1', slot: 1 }))).toBe('In MK4S-1');
    expect(placeWords(aSpool({ printer: 'XL-1', slot: 3 }))).toBe('In XL-1, slot 3');
  });

  it('is marked by what matters most', () => {
    const spool = (remainingMg: number, reservedMg = 0) =>
      aSpool({ totalMg: 1_000, remainingMg, reservedMg });
    expect(markOf(spool(100))).toBeNull();
    expect(markOf(spool(99))).toBe('low');
    expect(markOf(spool(0))).toBe('empty');
    expect(markOf(spool(0, 1))).toBe('short');
    expect(markOf(spool(50, 50))).toBe('low');
  });
});

describe('the shelf', () => {
  const black = aFilament({ id: 'F-1' });
  const red = aFilament({ id: 'F-2', maker: 'eSun', material: 'ABS', colour: 'Fire Red' });
  const old = aFilament({ id: 'F-3', maker: 'eSun', material: 'ABS', colour: 'Beige', retired: true });
  const filaments = table(old, black, red);
  const spools = table(
    aSpool({ id: 'S-10', filament: 'F-1' }),
    aSpool({ id: 'S-9', filament: 'F-1', note: 'Wet, dry first' }),
    aSpool({ id: 'S-1', filament: 'F-1', retired: true }),
    aSpool({ id: 'S-2', filament: 'F-3', retired: true }),
  );
  const shown = (search: string, retired = false) =>
    filamentGroups({ filaments, spools }, { search, retired }).map(
      (group) => [group.filament.id, ...group.spools.map(({ id }) => id)] as const,
    );

  it('stands by material and name, what is out of use at the end', () => {
    expect(filamentsInOrder(filaments).map(({ id }) => id)).toEqual(['F-2', 'F-1', 'F-3']);
  });

  it('has each spool under its filament, counted as people count', () => {
    expect(
      spoolsOf(spools, 'F-1')
        .map(({ id }) => id)
        .filter((id) => id !== 'S-1'),
    ).toEqual(['S-9', 'S-10']);
    expect(spoolsOf(spools, 'F-9')).toEqual([]);
  });

  it('hides what is out of use until it is asked for', () => {
    expect(shown('')).toEqual([['F-2'], ['F-1', 'S-9', 'S-10']]);
    expect(shown('', true).flat()).toEqual(expect.arrayContaining(['F-3', 'S-1', 'S-2']));
  });

  it('is searched by product, which shows all its spools, or by spool, which shows that one', () => {
    expect(shown('galaxy')).toEqual([['F-1', 'S-9', 'S-10']]);
    expect(shown(' f-2 ')).toEqual([['F-2']]);
    expect(shown('s-10')).toEqual([['F-1', 'S-10']]);
    expect(shown('WET')).toEqual([['F-1', 'S-9']]);
    expect(shown('beige')).toEqual([]);
    expect(shown('nothing like it')).toEqual([]);
  });

  it('is counted without what is out of use', () => {
    const counted = stock([
      aSpool({ remainingMg: 400_000, reservedMg: 100_000 }),
      aSpool({ remainingMg: 50_000 }),
      aSpool({ remainingMg: 999_000, retired: true }),
    ]);
    expect(counted).toEqual({ spools: 2, remainingMg: 450_000, reservedMg: 100_000, little: 1 });
    expect(stockWords(counted)).toBe('2 spools, 450 g left, 1 low or short');
    expect(stockWords(stock([aSpool({ remainingMg: 12_345_000, totalMg: 12_345_000 })]))).toBe(
      '1 spool, 12.35 kg left',
    );
    expect(stockWords(stock([]))).toBe('No spools');
  });
});

describe('what jobs may ask for', () => {
  const filaments = table(
    aFilament({ id: 'F-1', material: 'PLA', colour: 'Red' }),
    aFilament({ id: 'F-2', material: 'PLA', colour: 'red', maker: 'eSun' }),
    aFilament({ id: 'F-3', material: 'PLA', colour: 'Black' }),
    aFilament({ id: 'F-4', material: 'PETG', colour: 'Teal' }),
    aFilament({ id: 'F-5', material: 'ABS', colour: 'Grey', retired: true }),
  );

  it('is what the shop has, each once', () => {
    expect(materialsOf(filaments)).toEqual(['PETG', 'PLA']);
    expect(coloursOf(filaments, 'PLA').map((colour) => colour.toLowerCase())).toEqual(['black', 'red']);
    expect(coloursOf(filaments, 'ABS')).toEqual([]);
  });
});

it('is to be bought again what is free of it falls below what was said, the scarcest first', () => {
  const filaments = table(
    aFilament({ id: 'F-1', reorderBelowMg: 500_000 }),
    aFilament({ id: 'F-2', reorderBelowMg: 500_000, colour: 'Red' }),
    aFilament({ id: 'F-3' }),
    aFilament({ id: 'F-4', reorderBelowMg: 500_000, retired: true }),
  );
  const spools = table(
    aSpool({ id: 'S-1', filament: 'F-1', remainingMg: 800_000, reservedMg: 400_000 }),
    aSpool({ id: 'S-2', filament: 'F-1', remainingMg: 900_000, retired: true }),
  );
  const found = shortages({ filaments, spools, demands: new Map() });
  expect(found.map(({ filament, freeMg: free }) => [filament.id, free])).toEqual([
    ['F-2', 0],
    ['F-1', 400_000],
  ]);
  const more = table(...spools.values(), aSpool({ id: 'S-3', filament: 'F-1', remainingMg: 100_000 }));
  expect(shortages({ filaments, spools: more, demands: new Map() })).toHaveLength(1);
});
