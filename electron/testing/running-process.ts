/** A process that a test started and can look at: what it said, whether it lives, how it ended. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export type Ended = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

export type ProcessOptions = Readonly<{
  /** Beside this process's own environment; undefined takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** True leaves stdin open for `type`; otherwise there is none. */
  stdin?: boolean;
  /** True gives it Node's channel to its parent, for `sent`. */
  ipc?: boolean;
}>;

const alive = new Set<ChildProcess>();
// A test run that ends early leaves nobody behind.
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export class RunningProcess {
  /** Resolves when the process is gone and everything that it wrote has arrived. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #isEnded = false;
  readonly #messages: unknown[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(file: string, args: readonly string[], options: ProcessOptions = {}) {
    const { env = {}, cwd, stdin = false, ipc = false } = options;
    const child = spawn(file, args, {
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#child = child;
    alive.add(child);
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#tell();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#tell();
    });
    child.on('message', (message) => {
      this.#messages.push(message);
      this.#tell();
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      // Chromium's other processes hold an app's pipes and channel too, and one of them may outlive a killed app.
      child.once(ipc ? 'exit' : 'close', (code: number | null, signal: NodeJS.Signals | null) => {
        if (ipc && child.connected) child.disconnect();
        alive.delete(child);
        this.#isEnded = true;
        resolve({ code, signal });
        this.#tell();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get isRunning(): boolean {
    return !this.#isEnded;
  }

  /** Writes to its stdin. */
  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Nothing more will be typed. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** Without waiting for what comes of it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the process is gone; at once if it was. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
    if (!this.#isEnded) this.#child.kill(signal);
    return this.ended;
  }

  /** Resolves with the match once stdout or stderr has it. Rejects if the process ends before, or after `limitMs`. */
  said(pattern: RegExp, limitMs = 20_000): Promise<RegExpExecArray> {
    const found = () => pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
    return this.#comes(`did not say ${String(pattern)}`, found, limitMs);
  }

  /** Resolves once it sent this over the channel; rejects like `said`. */
  async sent(message: unknown, limitMs = 20_000): Promise<void> {
    const found = () => (this.#messages.includes(message) ? message : null);
    await this.#comes(`did not send ${String(message)}`, found, limitMs);
  }

  #comes<T>(otherwise: string, found: () => T | null, limitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        act();
      };
      const fail = (when: string) =>
        reject(new Error(`${otherwise} ${when}; said: ${this.#stdout}${this.#stderr}`));
      const look = () => {
        const it = found();
        if (it !== null) finish(() => resolve(it));
        else if (this.#isEnded) finish(() => fail('before it ended'));
      };
      const timer = setTimeout(() => finish(() => fail(`within ${limitMs} ms`)), limitMs);
      this.#listeners.add(look);
      look();
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
