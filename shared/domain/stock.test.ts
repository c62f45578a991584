import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stockOf } from './stock.ts';
import { commandLogs } from './testing/commands.ts';
import { job, Play } from './testing/play.ts';

const G = 1_000;
const filament = (id: string, maker: string, colour: string, reorderBelowMg: number | null = null) =>
  ({ type: 'filament.create', id, maker, material: 'PLA', colour, hex: null, reorderBelowMg }) as const;
const spool = (id: string, of: string, mg: number) =>
  ({ type: 'spool.create', id, filament: { id: of }, totalMg: mg, remainingMg: mg }) as const;

function told(play: Play) {
  return Object.fromEntries(
    stockOf(play).map(({ filament: { id }, demandedMg, freeMg, missingMg }) => [
      id,
      [demandedMg / G, freeMg / G, missingMg / G],
    ]),
  );
}

describe('the stock of a filament', () => {
  it('is what its spools hold, less what is promised of them and of its colour', () => {
    const play = new Play()
      .do(filament('F1', 'One', 'Red', 800 * G))
      .do(spool('A', 'F1', 500 * G))
      .do(spool('B', 'F1', 400 * G))
      .do(job('J1', { spool: 'A' }))
      .do(job('J2', { weightMg: 50 * G, colour: 'RED' }));
    expect(told(play)).toEqual({ F1: [50, 750, 50] });
    expect(stockOf(play)).toMatchObject([{ spools: 2, remainingMg: 900 * G, reservedMg: 100 * G }]);
  });

  it('carries its part of what may come from several, by what each has free', () => {
    const play = new Play()
      .do(filament('F1', 'One', 'Red'))
      .do(filament('F2', 'Two', 'red'))
      .do(filament('F3', 'One', 'Blue'))
      .do(spool('A', 'F1', 100 * G))
      .do(spool('B', 'F2', 300 * G))
      .do(spool('C', 'F3', 700 * G))
      .do(job('J1', { colour: 'Red' }))
      .do(job('J2'));
    // Red: 25 and 75 of the first. Then 75, 225 and 700 are free, of which any may give the second.
    expect(told(play)).toEqual({ F1: [32.5, 67.5, 0], F2: [97.5, 202.5, 0], F3: [70, 630, 0] });
  });

  it('leaves out spools that are retired, and filaments that are with nothing left', () => {
    const play = new Play()
      .do(filament('F1', 'One', 'Red', 100 * G))
      .do(filament('F2', 'Two', 'Red'))
      .do(spool('A', 'F1', 500 * G))
      .do({ type: 'spool.retire', id: 'A' })
      .do({ type: 'filament.retire', id: 'F2' });
    expect(told(play)).toEqual({ F1: [0, 0, 100] });
  });

  it('together carries all that is asked of what the shop has', () => {
    fc.assert(
      fc.property(commandLogs, (log) => {
        const play = new Play();
        for (const command of log) play.try(command);
        const stock = stockOf(play);
        const materials = new Set(stock.map(({ filament: { material } }) => material));
        for (const material of materials) {
          const carried = stock.filter((one) => one.filament.material === material);
          const colours = new Set(carried.map((one) => one.filament.colour.toLowerCase()));
          const asked = [...play.demands.values()]
            .filter((one) => one.material === material && (one.colour === null || colours.has(one.colour)))
            .reduce((sum, { reservedMg }) => sum + reservedMg, 0);
          expect(carried.reduce((sum, { demandedMg }) => sum + demandedMg, 0)).toBe(asked);
          for (const { demandedMg } of carried) expect(Number.isSafeInteger(demandedMg)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
