/** One row of the table of routes: it drives registration, checking and the OpenAPI description. */
import type { z } from 'zod';
import type { Workstation } from '../workstation-interface.ts';
import type { Rows } from './rows.ts';

export type Method = 'GET' | 'POST' | 'PATCH';

/** What a handler works with, beside its checked input. */
export type Context = Readonly<{ workstation: Workstation; key: string | undefined }>;

/** A handler answers with JSON or with a list that may be long; it refuses by throwing. */
export type Outcome = Readonly<{ json: unknown }> | Readonly<{ list: Rows }>;

export type Shapes<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Readonly<{
  method: Method;
  /** With `:name` for parameters. */
  path: string;
  summary: string;
  params: P;
  query: Q;
  /** Null where there is none. */
  body: B | null;
  /** Said before what is wrong with the body's `id`, where the original has words for it. */
  invalidId?: string;
  status: 200 | 201;
  /** Where it may be another one. */
  also?: 201;
  answer: z.ZodType;
  /** Where it is not JSON. */
  answerType?: string;
  /** Statuses of refusals that belong to this route; those of every route come on top. */
  refusals: readonly number[];
}>;

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Readonly<{
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
}>;

/** A row whose shapes are known to `handle` alone. */
export type Route = Shapes<z.ZodType, z.ZodType, z.ZodType> &
  Readonly<{ handle: (context: Context, input: Input<z.ZodType, z.ZodType, z.ZodType>) => Promise<Outcome> }>;

/** Makes a row; `handle` gets what the row's schemas let through. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  shapes: Shapes<P, Q, B>,
  handle: (context: Context, input: Input<P, Q, B>) => Promise<Outcome>,
): Route {
  // Whoever calls `handle` has parsed the input with this row's own schemas.
  return { ...shapes, handle: handle as Route['handle'] };
}
