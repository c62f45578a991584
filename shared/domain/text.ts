import { z } from 'zod';

/** Names that would be traps as object keys; ids never are keys, but nobody needs them either. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** Cc: C0, DEL and C1 controls; Cf bidirectional overrides would let a name lie about itself. */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * One line of text as users type it: trimmed, no control characters. Lone surrogates are refused:
 * they do not survive UTF-8, and replicas would differ.
 */
export function line(maximum: number) {
  return z
    .string()
    .trim()
    .max(maximum, `must be at most ${maximum} characters`)
    .refine((text) => !controls.test(text), 'must not contain control characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');
}

/** A line that must say something. */
export function requiredLine(maximum: number) {
  return line(maximum).min(1, 'must not be empty');
}

/** 1–64 characters without control characters; chosen by the user or generated; immutable; never reused. */
export const Id = requiredLine(64).refine((text) => !reserved.has(text), 'is a reserved word');
export type Id = z.infer<typeof Id>;

/** Names that differ in letter case alone are one name. */
export const sameText = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
