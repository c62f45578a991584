/**
 * The last lines of `.ci/run`: which tests failed and why, and how many passed and failed, over all suites.
 * Pure but for its last lines.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Results = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** How much is said of each failure: the whole stands further up. */
const LINES_OF_A_FAILURE = 12;

/**
 * Sums results as vitest writes them; null stands for a suite that should have run and left none. A suite that
 * did not succeed counts at least one failure: what could not begin has no failed tests, but is none the better.
 */
export function sumResults(all: readonly unknown[]): Readonly<{ passed: number; failed: number }> {
  let [passed, failed] = [0, 0];
  for (const each of all) {
    const results = each === null ? null : Results.parse(each);
    passed += results?.numPassedTests ?? 0;
    failed += results?.success === true ? 0 : Math.max(1, results?.numFailedTests ?? 0);
  }
  return { passed, failed };
}

/**
 * Says of every failed test its file, its name and the first lines of why, so that the end of a long output is
 * enough to know what broke; of a file that failed without a failed test, what was said of it.
 */
export function failures(all: readonly unknown[]): readonly string[] {
  return all.flatMap((each) => {
    if (each === null) return ['A suite that should have run left no results.'];
    return Results.parse(each).testResults.flatMap(({ name, status, message = '', assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      if (failed.length === 0) return status === 'failed' ? [told(name, '', message)] : [];
      return failed.map((test) => told(name, test.fullName, (test.failureMessages ?? []).join('\n')));
    });
  });
}

function told(file: string, test: string, why: string): string {
  const lines = why.split('\n').filter((line) => line.trim() !== '');
  return [
    `FAILED ${file} ${test}`.trimEnd(),
    ...lines.slice(0, LINES_OF_A_FAILURE).map((line) => `  ${line}`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = await Promise.all(
    process.argv.slice(2).map(async (file): Promise<unknown> => {
      const text = await readFile(file, 'utf8').catch(() => null);
      return text === null ? null : JSON.parse(text);
    }),
  );
  const { passed, failed } = sumResults(all);
  for (const failure of failures(all)) process.stdout.write(`${failure}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
