/**
 * `npm run dist`: packs the built app. Arguments go to electron-builder (`--linux dir`, `--win`, `--mac dmg`),
 * but for `--deb` (a Debian package by dpkg-deb) and `--output DIR`. Needs no network for `--linux dir` and
 * `--deb` where an unpacked Electron can be had: see choose-electron.ts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDeb } from './package/deb.ts';
import { planDist } from './package/dist-plan.ts';
import { electronToPack } from './package/electron-to-pack.ts';
import { run } from './vitest-run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILDER = dirname(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const OUTPUT = join(ROOT, 'dist', 'packages');

async function main(args: readonly string[]): Promise<number> {
  const plan = planDist(args, process);
  const electron = plan.fitsHost ? await electronToPack(ROOT) : null;
  const output = plan.output === null ? OUTPUT : resolve(plan.output);
  if (electron !== null) await warnOfOther(electron.version);
  const own = electron && [`-c.electronDist=${electron.directory}`, `-c.electronVersion=${electron.version}`];
  const into = plan.output === null ? [] : [`-c.directories.output=${output}`];
  const cli = join(BUILDER, 'cli.js');
  const code = await run([process.execPath, cli, ...plan.passed, ...(own ?? []), ...into]);
  if (code !== 0 || !plan.deb) return code;

  const unpacked = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
  const file = await makeDeb({ app: join(output, unpacked), root: ROOT, output });
  process.stdout.write(`${file}\n`);
  return 0;
}

/** What people install has the Electron that package.json names, and no other. */
async function warnOfOther(version: string): Promise<void> {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: { electron: string };
  };
  if (version === devDependencies.electron) return;
  process.stderr.write(
    `The package gets Electron ${version} instead of ${devDependencies.electron}: for trying out, not for handing on.\n`,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (cause) {
  process.stderr.write(`dist: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
