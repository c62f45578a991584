import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from './canonical.ts';

/** The same data with every object's keys set in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

it('gives equal bytes for equal data, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(turned(value))).toBe(canonical(value));
    }),
  );
});

it('gives JSON that says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('orders keys by code unit and leaves out what is undefined', () => {
  expect(canonical({ b: 1, a: undefined, B: [{ z: null, y: 'é' }] })).toBe(
    '{"B":[{"y":"é","z":null}],"b":1}',
  );
});

it('writes text, keys and numbers as JSON does, whatever is in them', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('"', '\\', '\n', '\u007f', '\ud800', 'é'), fc.string()),
  });
  fc.assert(
    fc.property(text, fc.oneof(text, fc.double(), fc.boolean()), (key, value) => {
      expect(canonical({ [`_${key}`]: value })).toBe(JSON.stringify({ [`_${key}`]: value }));
    }),
  );
});
