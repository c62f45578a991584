import type { z } from 'zod';

/** Issues told at most; a caller mends one after the other anyway. */
const MAX_ISSUES = 5;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a finite number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a JSON object',
  array: 'a list',
};

/** What is wrong with one value, in words for whoever sent it. */
export function wordIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') return 'is none of the forms that are known here';
  return issue.message;
}

/** Says what is wrong and where, in one line: `path.to.field: what`, joined by `; `. */
export function describe(error: z.ZodError): string {
  const told = error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const path = issue.path.map(String).join('.');
    return path ? `${path}: ${wordIssue(issue)}` : wordIssue(issue);
  });
  return told.join('; ');
}
