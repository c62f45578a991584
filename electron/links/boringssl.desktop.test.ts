/** Links and certificates in Electron's runtime, whose TLS is BoringSSL: stricter in places than Node's OpenSSL. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import { ELECTRON } from '../testing/app-process.ts';

it('members link up, hear each other, and are judged and refused', async () => {
  const electron = process.env[ELECTRON];
  if (electron === undefined) throw new Error(`${ELECTRON} names no Electron`);
  const outDir = await mkdtemp(join(tmpdir(), 'printraft-boringssl-'));
  onTestFinished(() => rm(outDir, { recursive: true }));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('testing/handshake.ts', import.meta.url)),
      outDir,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'handshake.cjs', codeSplitting: false } },
    },
  });
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(electron, [join(outDir, 'handshake.cjs')], {
    env,
    timeout: 30_000,
  });
  expect(JSON.parse(stdout)).toEqual({
    runtime: 'electron',
    heard: [{ type: 'note', text: 'Größe' }],
    judged: true,
    refused: { type: 'refused', peer: 'a', code: 'removed' },
  });
});
