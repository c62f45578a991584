/**
 * Clients of the workstation on this computer, in a process of their own, since nobody else reaches its loopback:
 * `agent.ts HOST:PORT FIRST CLIENTS`. Each writes and reads registers in a closed loop, and what it asked and heard
 * is printed (`talk.ts`). It ends when its stdin does.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { RegisterInput, RegisterOutput } from '../../testing/linearizability/model.ts';
import { type Line, REGISTERS } from './talk.ts';

const [place = '', first = '0', count = '1'] = process.argv.slice(2);
const url = `http://${place}`;
/** Longer than a workstation may take to say that it does not know. */
const SILENCE_MS = 15_000;
/** Between attempts where nobody is there. */
const AGAIN_MS = 50;
/** A person's pace, and a checker's: what overlaps in time has to be tried in every order. */
const PACE_MS = 20;

let ending = false;
process.stdin.resume().once('end', () => (ending = true));

const now = () => Number(process.hrtime.bigint()) / 1e6;

function print(client: number, input: RegisterInput, called: number, output: RegisterOutput | null): void {
  const line: Line = { client, input, output, called, returned: output === null ? null : now() };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

type Fate = 'done' | 'unknown' | 'failed';

/** One console's connection; a new one where it is gone. */
class Console {
  #socket: WebSocket | null = null;
  #last = 0;
  readonly #waiting = new Map<number, (fate: Fate) => void>();

  async execute(id: string, model: string, key: string): Promise<Fate> {
    const socket = await this.#connected();
    if (socket === null) return 'failed';
    const number = (this.#last += 1);
    const params = { key, command: { type: 'printer.edit', id, model } };
    return await new Promise<Fate>((resolve) => {
      const timer = setTimeout(() => this.#socket?.terminate(), SILENCE_MS);
      this.#waiting.set(number, (fate) => {
        clearTimeout(timer);
        resolve(fate);
      });
      socket.send(JSON.stringify({ id: number, request: 'execute', params }));
    });
  }

  close(): void {
    this.#socket?.terminate();
  }

  #connected(): Promise<WebSocket | null> {
    if (this.#socket !== null) return Promise.resolve(this.#socket);
    const socket = new WebSocket(`ws://${place}/console`, { origin: url, handshakeTimeout: 2_000 });
    return new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('open', () =>
        socket.send(JSON.stringify({ id: 0, request: 'hello', params: { protocol: 1 } })),
      );
      socket.on('close', () => {
        if (this.#socket === socket) this.#socket = null;
        const waiting = [...this.#waiting.values()];
        this.#waiting.clear();
        // What was on its way may have been carried out.
        for (const tell of waiting) tell('unknown');
        resolve(null);
      });
      socket.on('message', (data: Buffer) => {
        const { id, result, error } = JSON.parse(data.toString('utf8')) as {
          id?: number;
          result?: { ok?: boolean };
          error?: { code: string };
        };
        if (id === 0) {
          this.#socket = socket;
          resolve(socket);
        } else if (id !== undefined) {
          const tell = this.#waiting.get(id);
          this.#waiting.delete(id);
          tell?.(result?.ok === true ? 'done' : error?.code === 'unknownOutcome' ? 'unknown' : 'failed');
        }
      });
    });
  }
}

async function write(console: Console, client: number, n: number): Promise<void> {
  const name = REGISTERS[(client + n) % REGISTERS.length] ?? REGISTERS[0];
  const value = `c${client}-${n}`;
  const called = now();
  const fate = await console.execute(name, value, `faults-${client}-${n}`);
  const input = { kind: 'write', name, value } as const;
  if (fate === 'failed') await pause(AGAIN_MS);
  else print(client, input, called, fate === 'done' ? { value: null } : null);
}

/** One list tells of every register. */
async function read(client: number): Promise<void> {
  const called = now();
  try {
    const answer = await fetch(`${url}/api/v1/printers`, { signal: AbortSignal.timeout(SILENCE_MS) });
    if (!answer.ok) throw new Error(`It answered ${answer.status}.`);
    const rows = (await answer.json()) as { id: string; model: string }[];
    for (const name of REGISTERS) {
      const model = rows.find(({ id }) => id === name)?.model ?? null;
      print(client, { kind: 'read', name }, called, { value: model === 'new' ? null : model });
    }
  } catch {
    // A read without an answer tells nothing.
    await pause(AGAIN_MS);
  }
}

async function run(client: number): Promise<void> {
  const console = new Console();
  for (let n = 0; !ending; n += 1) {
    await (n % 2 === 0 ? write(console, client, n) : read(client));
    await pause(PACE_MS);
  }
  console.close();
}

await Promise.all(Array.from({ length: Number(count) }, (_, n) => run(Number(first) + n)));
process.exit(0);
