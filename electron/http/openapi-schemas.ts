/** Schemas of OpenAPI documents: each made once, and those that are used often told once, among the components. */
import { z } from 'zod';

export type JsonSchema = Readonly<{ properties?: Record<string, unknown>; required?: string[] }>;

/** Made once: the one of a refusal stands at every route, several times. */
const made = new WeakMap<z.ZodType, JsonSchema>();

/** A schema as JSON Schema, of what is sent rather than what comes out. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const described: JsonSchema & { $schema?: string } = z.toJSONSchema(schema, { io: 'input' });
  delete described.$schema;
  made.set(schema, described);
  return described;
}

/** The same with every `$defs` moved into `schemas`. */
export function hoisted(value: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => hoisted(item, schemas));
  if (typeof value !== 'object' || value === null) return value;
  const { $defs = {}, ...rest } = value as Readonly<Record<string, unknown>>;
  for (const [name, schema] of Object.entries($defs as object)) schemas[name] ??= hoisted(schema, schemas);
  return Object.fromEntries(
    Object.entries(rest).map(([name, inner]) => [
      name,
      name === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : hoisted(inner, schemas),
    ]),
  );
}
