/** REST of one workstation, where anything but success ends the measuring. */
import { randomUUID } from 'node:crypto';
import { type Call, Client } from '../../../electron/testing/load/client.ts';

export class Api {
  readonly #client: Client;

  constructor(url: string) {
    this.#client = new Client(url);
  }

  /** The body of a good answer; rejects with any other. A write gets a key of its own. */
  async call(call: Omit<Call, 'key'>): Promise<unknown> {
    const reply = await this.#client.call(call.method === 'GET' ? call : { ...call, key: randomUUID() });
    if (reply.kind === 'answered' && reply.status < 300) return reply.body;
    throw new Error(`${call.method} ${call.path}: ${JSON.stringify(reply).slice(0, 300)}`);
  }

  /** Whether it has it, linearizably: it answers, has a leader and is up to date. */
  async has(path: string): Promise<boolean> {
    const reply = await this.#client.call({ method: 'GET', path });
    return reply.kind === 'answered' && reply.status === 200;
  }

  /** How long each of so many calls took, in ms, one after the other. */
  async times(count: number, callOf: (n: number) => Omit<Call, 'key'>): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const begun = performance.now();
      await this.call(callOf(n));
      times.push(performance.now() - begun);
    }
    return times;
  }

  close(): void {
    this.#client.close();
  }
}

/** For the time of `use`. */
export async function withApi<T>(url: string, use: (api: Api) => Promise<T>): Promise<T> {
  const api = new Api(url);
  try {
    return await use(api);
  } finally {
    api.close();
  }
}
