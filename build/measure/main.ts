/** `npm run measure [-- NAME…]`: the figures of docs/measurements.md, on this machine, as a table. */
import { cpus, release, totalmem } from 'node:os';
import { desktop } from './desktop.ts';
import type { Figure, Row } from './figure.ts';
import { large } from './large.ts';
import { long } from './long.ts';
import { rest } from './rest.ts';
import { starts } from './starts.ts';
import { write } from './write.ts';
import { writes } from './writes.ts';

const FIGURES: readonly Figure[] = [starts, write, writes, long, rest, large, desktop];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !FIGURES.some((figure) => figure.name === name));
if (unknown.length > 0) {
  const known = FIGURES.map(({ name }) => name).join(', ');
  process.stderr.write(`measure: there is no figure ${unknown.join(', ')}; there are ${known}.\n`);
  process.exit(1);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const tell = ({ what, samples, median, p99, worst }: Row) =>
  say(`| ${[what, samples, median, p99, worst].join(' | ')} |`);

const [cpu] = cpus();
say(`${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`);
say(`${process.platform} ${release()}, Node ${process.version}`);
say(`npm run measure${names.length === 0 ? '' : ` -- ${names.join(' ')}`}`);
say('');
say('| what | samples | median | p99 | worst |');
say('|---|---|---|---|---|');
for (const figure of FIGURES) {
  if (names.length > 0 && !names.includes(figure.name)) continue;
  for (const row of await figure.measure()) tell(row);
}
process.exit(0);
