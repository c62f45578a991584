/** A real workstation on a computer of a network of the test's own, asked over REST on that computer itself. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import { type Action, Managed } from '../../shared/contract/membership.ts';
import type { Host } from '../discovery/testing/namespaces.ts';
import type { RunningProcess } from './running-process.ts';

const ENTRY = fileURLToPath(new URL('../../dist/node/headless.js', import.meta.url));
/** How REST says no (RFC 9457). */
const Problem = z.object({ code: z.string().default('badRequest'), detail: z.string() });
const PATH = '/api/v2/membership';
/** Prints what a request is answered with. */
const ASK = `
const [url, method, body] = process.argv.slice(1);
const headers = body === undefined ? {} : { 'content-type': 'application/json' };
fetch(url, { method, headers, body }).then((answer) => answer.text()).then(console.log, () => process.exit(2));
`;

/** Node's own flags for it, and what is in its environment. */
type Setting = Readonly<{ node?: readonly string[]; env?: Readonly<Record<string, string>> }>;

export class LanWorkstation {
  readonly host: Host;
  readonly data: string;
  readonly #setting: Setting;
  #process: RunningProcess | null = null;

  constructor(host: Host, data: string, setting: Setting = {}) {
    this.host = host;
    this.data = data;
    this.#setting = setting;
  }

  /** Switches it on. Nothing of it is told where the others are. */
  start(...args: readonly string[]): RunningProcess {
    const { node = [], env = {} } = this.#setting;
    this.#process = this.host.run(process.execPath, [...node, ENTRY, '--data', this.data, ...args], env);
    return this.#process;
  }

  /** Without waiting for what comes of it. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#process?.signal(signal);
    await this.#process?.ended;
  }

  /** Null: it does not answer yet. */
  async membership(): Promise<MembershipAnswer | null> {
    const text = await this.ask('GET', PATH);
    return text === null ? null : MembershipAnswer.parse(JSON.parse(text));
  }

  async manage(action: Action): Promise<Managed> {
    const text = await this.ask('POST', PATH, action);
    if (text === null) throw new Error('It does not answer.');
    const answer: unknown = JSON.parse(text);
    const refused = Problem.safeParse(answer).data;
    if (refused !== undefined) return { ok: false, code: refused.code, sentence: refused.detail };
    return Managed.parse(answer);
  }

  /** The text of an answer; null: nobody answers. */
  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<string | null> {
    const url = `http://127.0.0.1:5100${path}`;
    const args = ['-e', ASK, url, method, ...(body === undefined ? [] : [JSON.stringify(body)])];
    const asking = this.host.run(process.execPath, args);
    const { code } = await asking.ended;
    return code === 0 ? asking.stdout : null;
  }
}
