/** `npm start` and `npm run node` as somebody at a terminal meets them: real processes, directories and ports. */
import { existsSync } from 'node:fs';
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { layOut } from './lay-out.ts';
import { seal } from './storage/checksum.ts';
import { addPrinter } from './testing/add-printer.ts';
import { freePorts } from './testing/free-ports.ts';
import { contentsOf, emptyPlace, started } from './testing/place.ts';
import type { RunningEntry } from './testing/run-entry.ts';
import { until } from './testing/until.ts';
import { WINDOWLESS } from './testing/windowless.ts';

const at = (port: number) => `127.0.0.1:${port}`;

/** Two free ports as arguments. */
async function places() {
  const [http, link] = (await freePorts(2)) as [number, number];
  return { http, link, url: `http://${at(http)}`, args: ['--http', at(http), '--link', at(link)] };
}

async function printers(url: string): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/printers`);
  return response.json();
}

/** It ends by itself, saying one sentence and nothing else. */
async function sentenceOf(entry: RunningEntry): Promise<string> {
  const { code } = await entry.ended;
  expect(entry.stderr).toMatch(/^printraft: [^\n]+\.\n$/);
  expect(entry.stdout).toBe('');
  expect(code).toBe(1);
  return entry.stderr.slice('printraft: '.length, -1);
}

async function takePort(port = 0): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

async function found(url: string, shop: string): Promise<void> {
  const action = { action: 'found', shop, name: 'Office' };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v2/membership`, {
    method: 'POST',
    headers,
    body: JSON.stringify(action),
  });
  expect(answer.status).toBe(200);
}

describe('npm start without a window', () => {
  it('keeps to PRINTRAFT_DATA, says where it is, founds a shop once asked, and has its records after a restart', async () => {
    const data = join(await emptyPlace(), 'deep', 'data');
    const { url, args } = await places();
    const first = started('start', args, { env: { ...WINDOWLESS, PRINTRAFT_DATA: data } });
    await first.said(/Ctrl-C stops it/);
    expect(first.stdout).toContain(`Open ${url} in a browser.`);
    expect(first.stdout).toContain(`Its records are in ${data}.`);
    expect(await readFile(join(data, 'printraft.pid'), 'utf8')).toBe(`${first.pid}\n`);
    expect(await addPrinter(url, 'MK4S-1')).toBe(503);
    await found(url, 'Northside');
    await until('an empty list of printers', async () => (await fetch(`${url}/api/v1/printers`)).ok);
    expect(await printers(url)).toEqual([]);
    expect(await addPrinter(url, 'MK4S-1')).toBe(201);
    expect(await first.kill('SIGINT')).toEqual({ code: 0, signal: null });

    const second = started('start', args, { env: { ...WINDOWLESS, PRINTRAFT_DATA: data } });
    await second.said(/Ctrl-C stops it/);
    await until('the printers again', async () => (await fetch(`${url}/api/v1/printers`)).ok);
    expect(await printers(url)).toMatchObject([{ id: 'MK4S-1' }]);
  });

  it('keeps what was acknowledged through kill -9', async () => {
    const data = await emptyPlace();
    const { url, args } = await places();
    const first = started('start', ['--data', data, '--found', 'A', ...args], { env: WINDOWLESS });
    await first.said(/Ctrl-C stops it/);
    await until('a written printer', async () => (await addPrinter(url, 'XL-1')) === 201);
    await first.kill();
    const second = started('start', ['--data', data, ...args], { env: WINDOWLESS });
    await second.said(/Ctrl-C stops it/);
    await until('the printer', async () => JSON.stringify(await printers(url)).includes('XL-1'));
  });

  it('goes on in a shop whatever its name, and helps', async () => {
    const data = await emptyPlace();
    const { args } = await places();
    const founder = started('headless', ['--data', data, '--found', 'Northside', ...args]);
    await founder.said(/Northside · /);
    await founder.kill('SIGTERM');
    const shop = JSON.parse(await readFile(join(data, 'shop.json'), 'utf8')) as { founding: object };
    expect(shop.founding).toMatchObject({ shop: 'Northside' });
    const start = started('start', ['--data', data, ...args], { env: WINDOWLESS });
    await start.said(/Ctrl-C stops it/);

    const help = started('start', ['--help']);
    expect((await help.ended).code).toBe(0);
    expect(help.stdout).toContain('npm start [--');
  });

  it.each([
    ['--cluster', 'f'],
    ['--node', 'a'],
  ])('takes no %s, which is for npm run node', async (...args) => {
    expect(await sentenceOf(started('start', args))).toBe(
      `npm start takes no ${args[0]}; npm run node -- ${args[0]} does.`,
    );
  });
});

describe('npm run node', () => {
  it('without a shop answers 503 with the reason and how to found one', async () => {
    const data = await emptyPlace();
    const { url, args } = await places();
    const node = started('headless', ['--data', data, ...args]);
    await node.said(/no shop yet · http:\/\//);
    const response = await fetch(`${url}/api/v1/printers`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      success: false,
      error: expect.stringMatching(/no shop yet/i) as string,
    });
    expect(await addPrinter(url, 'P1')).toBe(503);
    expect(existsSync(join(data, 'shop.json'))).toBe(false);
    expect(existsSync(join(data, 'records'))).toBe(false);
  });

  it('founds a shop once, goes on in it, and never mistakes it for another', async () => {
    const data = await emptyPlace();
    const { url, args } = await places();
    const found = (name: string) => started('headless', ['--data', data, '--found', name, ...args]);
    for (let run = 0; run < 2; run += 1) {
      const node = found('Northside');
      await node.said(/^Northside · http:\/\/127\.0\.0\.1:\d+\n$/);
      await until('a written printer', async () => (await addPrinter(url, `P${run}`)) === 201);
      await node.kill('SIGTERM');
    }
    const before = await contentsOf(data);
    expect(await sentenceOf(found('Southside'))).toBe(
      `${data} already holds the shop "Northside": leave --found out to go on with it, or choose another --data for a new shop.`,
    );
    expect(await contentsOf(data)).toEqual(before);
    const goesOn = started('headless', ['--data', data, ...args]);
    await goesOn.said(/^Northside · /);
  });

  it('prints help that names every flag', async () => {
    const help = started('headless', ['--help']);
    expect(await help.ended).toEqual({ code: 0, signal: null });
    for (const flag of ['data', 'http', 'link', 'name', 'found', 'join', 'key', 'cluster', 'node', 'help']) {
      expect(help.stdout).toContain(`  --${flag} `);
    }
    expect(help.stdout.split('\n').every((line) => line.length <= 84)).toBe(true);
  });

  it.each([
    { args: ['--colour', 'red'], sentence: 'There is no flag --colour; try --help.' },
    { args: ['--data'], sentence: '--data needs a value; try --help.' },
    { args: ['--data', '--found', 'A'], sentence: '--data needs a value; try --help.' },
    { args: ['records'], sentence: '"records" is not a flag; try --help.' },
    { args: ['--http', '5100'], sentence: '--http must be HOST:PORT with a port up to 65535, not "5100".' },
    { args: ['--join', 'x'], sentence: 'This is not an invitation: one begins with "PR1-".' },
    { args: ['--found', 'A', '--key', 'f'], sentence: '--found and --key exclude each other.' },
    {
      args: ['--cluster', 'f'],
      sentence: '--cluster needs --node, which says which of its members this is.',
    },
  ])('says in one sentence what is wrong with $args', async ({ args, sentence }) => {
    const place = await emptyPlace();
    const node = started('headless', args, { cwd: place, env: { PRINTRAFT_DATA: join(place, 'data') } });
    expect(await sentenceOf(node)).toBe(sentence);
    expect(await contentsOf(place)).toEqual(new Map());
  });
});

describe('a data directory', () => {
  it('is for one process: the second says which one has it', async () => {
    const data = await emptyPlace();
    const one = await places();
    const first = started('headless', ['--data', data, '--found', 'A', ...one.args]);
    await first.said(/A · /);
    const other = await places();
    const second = started('headless', ['--data', data, ...other.args]);
    expect(await sentenceOf(second)).toBe(`The data folder ${data} is in use by process ${first.pid}.`);
    expect(await readFile(join(data, 'printraft.pid'), 'utf8')).toBe(`${first.pid}\n`);
    expect((await fetch(`${one.url}/NodeStatus`)).ok).toBe(true);
  });

  it('cannot be a file', async () => {
    const data = join(await emptyPlace(), 'data');
    await writeFile(data, 'somebody wrote this');
    const { args } = await places();
    expect(await sentenceOf(started('headless', ['--data', data, '--found', 'A', ...args]))).toBe(
      `The data folder ${data} cannot be used: a file is in its place.`,
    );
    expect(await readFile(data, 'utf8')).toBe('somebody wrote this');
  });

  it.each([
    { name: 'not JSON', text: '{"format":2,', says: /shop\.json is damaged: it is not JSON\.$/ },
    { name: 'of another shape', text: '{"format":2,"node":7}', says: /shop\.json is damaged at node: .*\.$/ },
    { name: 'of a newer program', text: '{"format":3}', says: /newer PrintRaft: update this one\.$/ },
  ])('whose shop.json is $name stays as it is', async ({ text, says }) => {
    const data = await emptyPlace();
    await writeFile(join(data, 'shop.json'), text);
    const before = await contentsOf(data);
    const { args } = await places();
    expect(await sentenceOf(started('headless', ['--data', data, '--found', 'A', ...args]))).toMatch(says);
    expect(await contentsOf(data)).toEqual(before);
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });

  it('with records of a newer format stays as it is', async () => {
    const data = await emptyPlace();
    const { url, args } = await places();
    const writer = started('headless', ['--data', data, '--found', 'A', ...args]);
    await writer.said(/A · /);
    await until('a written printer', async () => (await addPrinter(url, 'P1')) === 201);
    await writer.kill('SIGTERM');
    const head = JSON.stringify(seal({ format: 2, kind: 'snapshot', something: 'else' }));
    await writeFile(join(data, 'records', 'snapshots', '3-1.snap'), `${head}\nbody\nend\n`);
    const before = await contentsOf(data);
    expect(await sentenceOf(started('headless', ['--data', data, ...args]))).toMatch(
      /written by a newer PrintRaft/,
    );
    expect(await contentsOf(data)).toEqual(before);
  });

  it('with a damaged byte goes on with what is left where nobody else has the records, and says so', async () => {
    const data = await emptyPlace();
    const { url, args } = await places();
    const writer = started('headless', ['--data', data, '--found', 'A', ...args]);
    await writer.said(/A · /);
    for (const id of ['P1', 'P2', 'P3'])
      await until('a written printer', async () => (await addPrinter(url, id)) === 201);
    await writer.kill();
    const log = join(data, 'records', 'log', '0000000000000001.db');
    const lines = (await readFile(log, 'utf8')).split('\n');
    const last = lines.findLastIndex((line) => line.includes('P2'));
    lines[last] = lines[last]!.replace('P2', 'P9');
    await writeFile(log, lines.join('\n'));

    const again = started('headless', ['--data', data, ...args]);
    await again.said(/A · /);
    expect(again.stderr).toMatch(
      / has a line that does not match its checksum .* What was found lies in .*damaged/,
    );
    await until('a written printer', async () => (await addPrinter(url, 'P4')) === 201);
    expect(await printers(url)).toMatchObject([{ id: 'P1' }, { id: 'P4' }]);
    expect(await again.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    const healed = started('headless', ['--data', data, ...args]);
    await healed.said(/A · /);
    expect(healed.stderr).toBe('');
  });

  it('whose shop.json is gone is not taken for a new one: no shop is founded over its records (edge case 21)', async () => {
    const data = await emptyPlace();
    const { args } = await places();
    const writer = started('headless', ['--data', data, '--found', 'A', ...args]);
    await writer.said(/A · /);
    await writer.kill('SIGTERM');
    await rm(join(data, 'shop.json'));
    const before = await contentsOf(data);
    expect(await sentenceOf(started('headless', ['--data', data, '--found', 'New', ...args]))).toBe(
      `${data} holds the records of a shop, but not its shop.json, which says of which: put that back, or choose another --data.`,
    );
    expect(await contentsOf(data)).toEqual(before);
  });

  it('with records of another shop is not served as if they were its own', async () => {
    const [own, foreign] = [await emptyPlace(), await emptyPlace()];
    const { args } = await places();
    for (const [data, name] of [
      [own, 'Own'],
      [foreign, 'Foreign'],
    ] as const) {
      const writer = started('headless', ['--data', data, '--found', name, ...args]);
      await writer.said(/ · /);
      await writer.kill('SIGTERM');
    }
    await rm(join(own, 'records'), { recursive: true });
    await cp(join(foreign, 'records'), join(own, 'records'), { recursive: true });
    expect(await sentenceOf(started('headless', ['--data', own, ...args]))).toBe(
      `The records in ${own} are those of another shop ("Foreign") than its shop.json says ("Own"): put back the ones that belong together.`,
    );
  });

  it('whose records are gone is not taken for a new one', async () => {
    const data = await emptyPlace();
    const { args } = await places();
    const writer = started('headless', ['--data', data, '--found', 'A', ...args]);
    await writer.said(/A · /);
    await writer.kill('SIGTERM');
    await rm(join(data, 'records'), { recursive: true });
    expect(await sentenceOf(started('headless', ['--data', data, ...args]))).toBe(
      `The records in ${data} are gone: this workstation must join the shop anew, as a new one.`,
    );
  });
});

describe('a port', () => {
  it('for the console that is taken: says which, and founds nothing', async () => {
    const data = await emptyPlace();
    const taken = await takePort();
    const [link] = await freePorts(1);
    const args = ['--data', data, '--found', 'A', '--http', at(taken), '--link', at(link!)];
    expect(await sentenceOf(started('headless', args))).toBe(
      `Port ${taken} on 127.0.0.1 is taken by another program; choose another with --http HOST:PORT.`,
    );
    expect(await contentsOf(data)).toEqual(new Map());
  });

  it('for links that was asked for and is taken: says which, and founds nothing', async () => {
    const data = await emptyPlace();
    const taken = await takePort();
    const [http] = await freePorts(1);
    const args = ['--data', data, '--found', 'A', '--http', at(http!), '--link', at(taken)];
    expect(await sentenceOf(started('headless', args))).toBe(
      `Cannot listen for other workstations on ${at(taken)}: the port is taken by another program; choose another with --link HOST:PORT.`,
    );
    expect(await contentsOf(data)).toEqual(new Map());
  });

  it('for links that nobody asked for is the next free one', async () => {
    // Taken by this test, or by somebody else already: both will do.
    await takePort(7100).catch(() => undefined);
    const data = await emptyPlace();
    const [http] = await freePorts(1);
    const node = started('headless', ['--data', data, '--found', 'A', '--http', at(http!)]);
    await node.said(/A · /);
    const shop = JSON.parse(await readFile(join(data, 'shop.json'), 'utf8')) as {
      founding: { members: [{ link: { port: number } }] };
    };
    const { port } = shop.founding.members[0].link;
    expect(port).toBeGreaterThan(7100);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  });

  it.each(['0.0.0.0', 'example.org'])(
    'for the console on %s is refused, since it is not encrypted',
    async (host) => {
      const data = await emptyPlace();
      const [own, other] = await freePorts(2);
      const args = ['--data', data, '--found', 'A', '--http', `${host}:${own!}`, '--link', at(other!)];
      expect(await sentenceOf(started('headless', args))).toContain(
        `only, not on ${host}; --lan-http HOST:PORT`,
      );
      expect(await contentsOf(data)).toEqual(new Map());
    },
  );

  it('for links may be on every address, since they are encrypted', async () => {
    const data = await emptyPlace();
    const [http, link] = await freePorts(2);
    const args = ['--data', data, '--found', 'A', '--http', at(http!), '--link', `0.0.0.0:${link!}`];
    await started('headless', args).said(/A · /);
  });
});

describe('an identity', () => {
  it('that is gone is not made anew, and nobody else’s is taken', async () => {
    const [data, other] = [await emptyPlace(), await emptyPlace()];
    const { args } = await places();
    for (const place of [data, other]) {
      const founder = started('headless', ['--data', place, '--found', 'A', ...args]);
      await founder.said(/A · /);
      await founder.kill('SIGTERM');
    }
    await rm(join(data, 'identity'), { recursive: true });
    expect(await sentenceOf(started('headless', ['--data', data, ...args]))).toBe(
      `The identity in ${join(data, 'identity')} is gone: put back the right one, or join the shop anew, as a new workstation.`,
    );
    await cp(join(other, 'identity'), join(data, 'identity'), { recursive: true });
    expect(await sentenceOf(started('headless', ['--data', data, ...args]))).toMatch(
      /^The identity in .* is that of "n-.*" and not of "n-.*": put back the right one, /,
    );
  });

  it('counts its boots, and is its user’s alone', async () => {
    const data = await emptyPlace();
    const { args } = await places();
    const file = join(data, 'identity', 'node.json');
    const boots: number[] = [];
    for (const found of [['--found', 'A'], []]) {
      const node = started('headless', ['--data', data, ...found, ...args]);
      await node.said(/A · /);
      const { boot } = JSON.parse(await readFile(file, 'utf8')) as { boot: { counter: number } };
      boots.push(boot.counter);
      await node.kill();
    }
    expect(boots).toEqual([1, 2]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('a cluster file', () => {
  const member = (id: string, http: number, link: number) => ({
    id,
    name: id,
    http: { host: '127.0.0.1', port: http },
    link: { host: '127.0.0.1', port: link },
  });
  async function clusterFile(change: object = {}) {
    const place = await emptyPlace();
    const [a, b, c, d] = (await freePorts(4)) as [number, number, number, number];
    const path = join(place, 'cluster.json');
    const data = join(place, 'data');
    await layOut({
      shop: 'Two',
      members: [member('a', a, b), member('b', c, d)],
      directoryOf: (id) => (id === 'a' ? data : join(place, id)),
      clusterFile: path,
    });
    const file = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...file, ...change }));
    return { path, data, http: a };
  }

  it('says where its members listen, so that no port needs to be given', async () => {
    const { path, data, http } = await clusterFile();
    const first = started('headless', ['--data', data, '--cluster', path, '--node', 'a']);
    await first.said(new RegExp(`^Two · http://127\\.0\\.0\\.1:${http}\\n$`));
    await first.kill('SIGTERM');
    const withoutFile = started('headless', ['--data', data]);
    await withoutFile.said(new RegExp(`^Two · http://127\\.0\\.0\\.1:${http}\\n$`));
  });

  it('must name this member', async () => {
    const { path, data } = await clusterFile();
    const node = started('headless', ['--data', data, '--cluster', path, '--node', 'c']);
    expect(await sentenceOf(node)).toBe(`${path} has no member "c"; its members are a, b.`);
    expect(existsSync(join(data, 'shop.json'))).toBe(false);
  });

  it('must be the one that the directory was founded from', async () => {
    const { path, data } = await clusterFile();
    const first = started('headless', ['--data', data, '--cluster', path, '--node', 'a']);
    await first.said(/Two · /);
    await first.kill('SIGTERM');
    const before = await contentsOf(data);
    const other = await clusterFile();
    const node = started('headless', ['--data', data, '--cluster', other.path, '--node', 'a']);
    expect(await sentenceOf(node)).toMatch(/ already belongs to "a" of the shop "Two", which is not what /);
    const wrong = started('headless', ['--data', data, '--cluster', path, '--node', 'b']);
    expect(await sentenceOf(wrong)).toMatch(/ already belongs to "a" of the shop "Two", which is not what /);
    expect(await contentsOf(data)).toEqual(before);
  });

  it.each([
    { name: 'has no members', change: { members: [] }, says: /does not describe a shop at members: / },
    { name: 'is of a newer format', change: { format: 3 }, says: /has format 3, which is newer than/ },
    { name: 'is of an earlier format', change: { format: 1 }, says: /is of an earlier version of PrintRaft/ },
  ])('that $name is refused in a sentence', async ({ change, says }) => {
    const { path, data } = await clusterFile(change);
    const node = started('headless', ['--data', data, '--cluster', path, '--node', 'a']);
    expect(await sentenceOf(node)).toMatch(says);
    expect(existsSync(join(data, 'shop.json'))).toBe(false);
  });

  it('that is not there is refused in a sentence', async () => {
    const path = join(await emptyPlace(), 'none.json');
    const node = started('headless', ['--data', `${path}.data`, '--cluster', path, '--node', 'a']);
    expect(await sentenceOf(node)).toBe(`The cluster file ${path} cannot be read: there is no such file.`);
  });
});

describe('the end of a workstation', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s takes less than 3 s, with a console and a connection open, and leaves no pid behind',
    async (signal) => {
      const data = await emptyPlace();
      const { http, url, args } = await places();
      const node = started('headless', ['--data', data, '--found', 'A', ...args]);
      await node.said(/A · /);
      await until('a leader', async () => (await fetch(`${url}/api/v1/printers`)).ok);
      const idle = connect(http, '127.0.0.1');
      await once(idle, 'connect');
      idle.on('error', () => undefined);
      const console = new WebSocket(`ws://${at(http)}/console`, { origin: url });
      await once(console, 'open');
      const begun = performance.now();
      // As a terminal and npm both send it.
      node.signal(signal);
      node.signal(signal);
      expect(await node.ended).toEqual({ code: 0, signal: null });
      expect(performance.now() - begun).toBeLessThan(3_000);
      expect(node.stderr).toBe('');
      expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
      idle.destroy();
    },
  );

  it('by a signal while it is still starting is as clean', async () => {
    const data = await emptyPlace();
    const { args } = await places();
    const node = started('headless', ['--data', data, '--found', 'A', ...args]);
    await until('it has the directory', () => existsSync(join(data, 'printraft.pid')));
    node.signal('SIGTERM');
    expect(await node.ended).toEqual({ code: 0, signal: null });
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });

  it.each([
    ['an exception', 'throw new TypeError("boom")'],
    ['a rejection', 'void Promise.reject(new TypeError("boom"))'],
  ])('by %s that nobody expected is one sentence, with the details in a file', async (_name, fault) => {
    const data = await emptyPlace();
    const { args } = await places();
    const trap = `data:text/javascript,process.on('SIGUSR2',()=>{${fault}})`;
    const node = started('headless', ['--data', data, '--found', 'A', ...args], {
      nodeArgs: ['--import', trap],
    });
    await node.said(/A · /);
    node.signal('SIGUSR2');
    expect((await node.ended).code).toBe(1);
    const file = join(data, 'crash.txt');
    expect(node.stderr).toBe(`printraft: ended by a fault in the program (boom). Details are in ${file}.\n`);
    expect(await readFile(file, 'utf8')).toContain('TypeError: boom');
    expect(existsSync(join(data, 'printraft.pid'))).toBe(false);
  });
});
