/** Appends until that fails; says how many were acknowledged, how it failed, and how the next one did. */
import { openStorage } from '../open.ts';

const storage = await openStorage(process.argv[2] ?? '.', { freeBytes: () => Promise.resolve(0) });
const lines: string[] = [];
for (let index = 1; lines.length < 2; index += 1) {
  const data = 'f'.repeat(3000);
  const entry = { index, term: 1, payload: { kind: 'command', data } } as const;
  try {
    await storage.append({
      hardState: { term: 1, vote: null, commit: 0 },
      firstIndex: index,
      entries: [entry],
    });
  } catch (error) {
    if (lines.length === 0) console.log(index - 1);
    lines.push(String(error));
  }
}
console.log(lines.join('\n'));
