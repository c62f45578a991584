/** One row of the tables of `/api/v2`: it drives registration, checking and the description. */
import type { z } from 'zod';
import type { Workstation } from '../../workstation-interface.ts';
import type { Shapes } from '../route.ts';

/** What a handler works with: input that its own row's schemas let through. */
export type Call<P, Q, B> = Readonly<{
  workstation: Workstation;
  params: P;
  query: Q;
  body: B;
  /** Of a write; empty for a read. */
  key: string;
  operator: string | undefined;
}>;

/** An answer as JSON text, which long ones are written to in slices. */
export type Answered = Readonly<{
  text: string;
  headers?: Readonly<Record<string, string>>;
  status?: number;
}>;

/** A row whose shapes are known to `handle` alone. It refuses by throwing. */
export type Route = Shapes<z.ZodType, z.ZodType, z.ZodType> &
  Readonly<{ handle: (call: Call<unknown, unknown, unknown>) => Promise<Answered> }>;

/** Makes a row. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  shapes: Shapes<P, Q, B>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answered>,
): Route {
  // Whoever calls `handle` has parsed the input with this row's own schemas.
  return { ...shapes, handle: handle as Route['handle'] };
}

/** The local replica, once it holds every acknowledged write, or at once where that is asked for. */
export async function upToDate(
  workstation: Workstation,
  consistency: 'linearizable' | 'local' | undefined,
): Promise<void> {
  if (consistency !== 'local') await workstation.barrier();
}
