/** The last line of `.ci/run`: how many tests passed and failed, over all suites. Pure but for its last lines. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Results = z.object({ success: z.boolean(), numPassedTests: z.int(), numFailedTests: z.int() });

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = await Promise.all(
    process.argv.slice(2).map(async (file): Promise<unknown> => {
      const text = await readFile(file, 'utf8').catch(() => null);
      return text === null ? null : JSON.parse(text);
    }),
  );
  const { passed, failed } = sumResults(all);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
