/** What the load asks for: printers, spools, jobs, and now and then a job that the rules refuse. */
import type { Wish } from './history.ts';

/** What the jobs refer to; added before the load begins. */
export const BASE: readonly Wish[] = [
  {
    id: 'base-printer',
    list: 'printers',
    body: { id: 'base-printer', company: 'Prusa', model: 'MK4S' },
    expected: 201,
  },
  {
    id: 'base-spool',
    list: 'filaments',
    body: {
      id: 'base-spool',
      type: 'PLA',
      color: 'Galaxy Black',
      total_weight_in_grams: 10_000,
      remaining_weight_in_grams: 10_000,
    },
    expected: 201,
  },
];

/** The `n`-th wish of a writer. */
export function wish(writer: number, n: number): Wish {
  const id = `w${writer}-${n}`;
  switch ((writer + n) % 8) {
    case 0:
      return job(id, 'base-printer', 201);
    case 4:
      return job(id, 'no-such-printer', 404);
    case 6:
      return {
        id,
        list: 'filaments',
        body: {
          id,
          type: 'PETG',
          color: 'Orange',
          total_weight_in_grams: 1_000,
          remaining_weight_in_grams: 1 + (n % 1_000),
        },
        expected: 201,
      };
    default:
      return printer(id);
  }
}

/** A wish for a printer, the smallest of them. */
export function printer(id: string): Wish {
  return { id, list: 'printers', body: { id, company: 'Bambu Lab', model: 'X1 Carbon' }, expected: 201 };
}

function job(id: string, printerId: string, expected: number): Wish {
  return {
    id,
    list: 'jobs',
    body: {
      id,
      printer_id: printerId,
      filament_id: 'base-spool',
      filepath: `parts/${id}.gcode`,
      print_weight_in_grams: 0.001,
    },
    expected,
  };
}
