/** A workstation on a disk that takes nothing, or no more. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, mayMount, mount } from './testing/disks.ts';
import { freePorts } from './testing/free-ports.ts';
import { contentsOf, emptyPlace, started } from './testing/place.ts';
import type { RunningEntry } from './testing/run-entry.ts';
import { until } from './testing/until.ts';

async function node(data: string, shell?: string): Promise<{ entry: RunningEntry; url: string }> {
  const [http, link] = (await freePorts(2)) as [number, number];
  const args = ['--data', data, '--found', 'A', '--http', `127.0.0.1:${http}`, '--link', `127.0.0.1:${link}`];
  return {
    entry: started('headless', args, shell === undefined ? {} : { shell }),
    url: `http://127.0.0.1:${http}`,
  };
}

async function sentenceOf(entry: RunningEntry): Promise<string> {
  expect((await entry.ended).code).toBe(1);
  expect(entry.stderr).toMatch(/^printraft: [^\n]+\.\n$/);
  return entry.stderr.slice('printraft: '.length, -1);
}

async function addPrinter(url: string, id: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/printers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, company: 'Prusa', model: 'MK4S' }),
  });
  return response.status;
}

async function ids(url: string): Promise<string[]> {
  const printers = (await (await fetch(`${url}/api/v1/printers`)).json()) as { id: string }[];
  return printers.map(({ id }) => id);
}

describe('a disk', () => {
  it('that cannot be written to: one sentence, and nothing touched', async () => {
    const data = await emptyPlace();
    if (mayMount) mount(data, 'ro,size=1m');
    else await chmod(data, 0o555);
    const { entry } = await node(data);
    expect(await sentenceOf(entry)).toBe(`The data folder ${data} cannot be written to.`);
    expect(await contentsOf(data)).toEqual(new Map());
  });

  it('that is full from the first: one sentence, and no shop', async () => {
    const data = await emptyPlace();
    // No file may hold a byte, which is the same to the process as a full disk. The signal would kill it.
    const { entry } = await node(data, `trap '' XFSZ; ulimit -f 0`);
    expect(await sentenceOf(entry)).toBe(`The disk that holds the data folder ${data} is full.`);
    expect([...(await contentsOf(data)).keys()].filter((name) => name.includes('shop'))).toEqual([]);
  });

  it('that becomes full at work: one sentence, the end, and everything acknowledged afterwards', async () => {
    const data = await emptyPlace();
    // 64 blocks of 512 bytes a file.
    const { entry, url } = await node(data, `trap '' XFSZ; ulimit -f 64`);
    await entry.said(/A · /);
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let n = 1; entry.isRunning; n += 1) {
        const status = await addPrinter(url, `P-${n}`).catch(() => null);
        if (status === 201) acknowledged.push(`P-${n}`);
      }
    })();
    expect(await sentenceOf(entry)).toBe(
      `The disk that holds the data folder ${join(data, 'records')} is full.`,
    );
    await writing;
    expect(acknowledged.length).toBeGreaterThan(3);
    const again = await node(data);
    await again.entry.said(/A · /);
    await until('its records', async () => (await fetch(`${again.url}/api/v1/printers`)).ok);
    const present = new Set(await ids(again.url));
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
  });
});

// Needs a disk that is really full, and so a file system of its own.
if (mayMount) {
  describe('a disk that somebody else filled to the last byte', () => {
    it('has room for the workstation to start, since it kept some, and keeps its records', async () => {
      const data = await emptyPlace();
      mount(data, 'size=24m');
      const first = await node(data);
      await first.entry.said(/A · /);
      await until('a written printer', async () => (await addPrinter(first.url, 'P-1')) === 201);
      await first.entry.kill('SIGKILL');
      await fill(data);
      await expect(writeFile(join(data, 'probe'), 'x'.repeat(8192))).rejects.toThrow(/ENOSPC/);
      const second = await node(data);
      await second.entry.said(/A · /);
      await until('its records', async () => (await fetch(`${second.url}/api/v1/printers`)).ok);
      expect(await ids(second.url)).toEqual(['P-1']);
      expect(await addPrinter(second.url, 'P-2')).toBe(201);
      expect(await readFile(join(data, 'printraft.pid'), 'utf8')).toBe(`${second.entry.pid}\n`);
    });
  });
}
