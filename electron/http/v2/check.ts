/** Input at the door of `/api/v2`: what a schema lets through, or a 400 that says what is wrong, and where. */
import type { z } from 'zod';
import { line } from '../../../shared/domain/text.ts';
import { wordIssue } from '../../viewer/describe.ts';
import { Refused } from '../refused.ts';

type Issue = Readonly<{ path: string; message: string }>;
type Raw = z.core.$ZodIssue;

/** Issues told at most; a caller mends one after the other anyway. */
const MAX_ISSUES = 20;

/** A 400 with its list of what is wrong. @param where what the list is about, such as `Query` */
export function misshapen(where: string, errors: readonly Issue[]): Refused {
  const told = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new Refused(400, `${where}: ${told.slice(0, 5).join('; ')}`, {}, undefined, { errors: [...errors] });
}

/**
 * Parses `value`.
 * @throws Refused 400 with `errors`
 */
export function check<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).flatMap((issue) => branch(issue, []));
  throw misshapen(
    where,
    issues.slice(0, MAX_ISSUES).map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: valueAt(value, issue.path) === undefined && isTyped(issue) ? 'is missing' : word(issue),
    })),
  );
}

/** The body of a write, which may be left out where nothing in it has to be said. @throws Refused 400 */
export function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  // Not a schema of records, which would look at each of thousands of fields that nobody knows.
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject && body !== undefined)
    throw misshapen('Body', [{ path: '', message: 'must be a JSON object' }]);
  return check(schema, body ?? {}, 'Body');
}

const KEY = /^[\x20-\x7e]{8,64}$/;

/** The header `Idempotency-Key`, which every write needs. @throws Refused 428, 400 */
export function checkKey(header: string | string[] | undefined): string {
  if (header === undefined)
    throw new Refused(
      428,
      'Idempotency-Key is missing: give every write a key of its own, and send it with the same key again where no answer came.',
      {},
      'keyRequired',
    );
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw misshapen('Header', [
    { path: 'Idempotency-Key', message: 'must be 8 to 64 printable ASCII characters' },
  ]);
}

const Name = line(80);

/** The header `Operator`: who asks, as percent-encoded UTF-8. Undefined where nobody says. @throws Refused 400 */
export function checkOperator(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const refuse = (message: string) => misshapen('Header', [{ path: 'Operator', message }]);
  if (typeof header !== 'string' || !/^[\x20-\x7e]*$/.test(header)) throw refuse('must be percent-encoded');
  let decoded: string;
  try {
    decoded = decodeURIComponent(header);
  } catch {
    throw refuse('must be percent-encoded UTF-8');
  }
  const name = Name.safeParse(decoded);
  if (!name.success) throw refuse(name.error.issues.map(wordIssue).join('; '));
  return name.data;
}

/** Of a union the branch that the value comes closest to: the one in which the fault lies deepest. */
function branch(issue: Raw, above: readonly PropertyKey[]): Raw[] {
  const own = { ...issue, path: [...above, ...issue.path] };
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [own];
  const depth = (issues: readonly Raw[]) => Math.max(...issues.map(({ path }) => path.length));
  const deepest = issue.errors.toSorted((one, other) => depth(other) - depth(one))[0] ?? [];
  return depth(deepest) < 2 ? [own] : deepest.flatMap((inner) => branch(inner, own.path));
}

function word(issue: Raw): string {
  // Which types there are, zod says in a field that its types do not know.
  const { options } = issue as { options?: unknown };
  if (issue.code === 'invalid_union' && Array.isArray(options))
    return `must be one of ${options.map(String).join(', ')}`;
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.slice(0, 3).join(', ')}`;
  return wordIssue(issue);
}

const isTyped = ({ code }: Raw) => code === 'invalid_type' || code === 'invalid_union';

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}
