/** How everything below `/api/v2` says no: problem details (RFC 9457). */
import { z } from 'zod';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** One sentence for the user. */
  detail: z.string(),
  /** Which rule said no, where programs may want to know; stable. */
  code: z.string().optional(),
  /** What that rule's sentence is made of. */
  params: z.record(z.string(), z.unknown()).optional(),
  /** What is wrong with the shape of a request, and where. */
  errors: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        /** Of a file of text, from 1 like the character in it. */
        line: z.int().optional(),
        /** What its column is called, where that has a name. */
        column: z.string().optional(),
        character: z.int().optional(),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof Problem>;
