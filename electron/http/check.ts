/** Input at the door: what the schemas of a route let through, or a refusal that says what and where. */
import type { z } from 'zod';
import { describe, wordIssue } from '../viewer/describe.ts';
import { Refused } from './refused.ts';
import type { Route } from './route.ts';
import { IdempotencyKey } from './shapes.ts';

/** Parses `value` or throws a 400 that begins with `where`. */
export function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refused(400, `${where}: ${describe(parsed.error)}`);
  return parsed.data;
}

/** The body of a call in the route's shape; throws a 400 in the words of `/api/v1`. */
export function checkBody(route: Route, body: unknown): unknown {
  if (route.body === null) return undefined;
  // Not a schema of records, which would look at each of thousands of fields that nobody knows.
  if (!isJsonObject(body)) throw new Refused(400, 'The body must be a JSON object');
  const parsed = route.body.safeParse(body);
  if (parsed.success) return parsed.data;

  const missing = missingOf(parsed.error, body);
  const { invalidId } = route;
  const idIssue = parsed.error.issues.find((issue) => issue.path[0] === 'id');
  if (invalidId !== undefined && idIssue) {
    throw new Refused(400, `${invalidId}: id ${missing.includes('id') ? 'is missing' : wordIssue(idIssue)}`);
  }
  if (missing.length > 0) throw new Refused(400, `Missing required fields: ${missing.join(', ')}`);
  throw new Refused(400, describe(parsed.error));
}

function isJsonObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function missingOf(error: z.ZodError, body: object): string[] {
  const fields = error.issues
    .filter((issue) => issue.path.length === 1)
    .map((issue) => String(issue.path[0]));
  return [...new Set(fields)].filter((field) => !Object.hasOwn(body, field));
}

/** The idempotency key that a call carries, if any. */
export function checkKey(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : check(IdempotencyKey, header, 'Idempotency-Key');
}
