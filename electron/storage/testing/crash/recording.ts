/**
 * What this process does to the files of one directory, each change as it has happened, and a place to have any of it
 * fail. `file-layer.ts` notes it down here.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { FileId, Files, Op } from './disk.ts';

/** What is about to happen, for whoever wants it to fail. */
export type Attempt = Exclude<Op['kind'], 'syncFailed'>;

let current: Recording | null = null;

export class Recording {
  readonly ops: Op[] = [];
  readonly base: Files;
  /** Asked before each change; an error is what it fails with. `half`: of a write, the first half happens. */
  fails: (attempt: Attempt, path: string) => Readonly<{ error: Error; half?: boolean }> | null = () => null;
  readonly #root: string;
  readonly #ids: Map<string, FileId>;
  readonly #sizes: Map<FileId, number>;
  #next: FileId;

  private constructor(root: string) {
    this.#root = resolve(root);
    this.base = readFiles(this.#root);
    const files = [...this.base.files.entries()];
    this.#ids = new Map(files.map(([path], id) => [path, id]));
    this.#sizes = new Map(files.map(([, data], id) => [id, data.length]));
    this.#next = files.length;
  }

  /** Records what happens below `root` while `work` runs; one at a time. */
  static async of<T>(root: string, work: (recording: Recording) => Promise<T>): Promise<T> {
    if (current !== null) throw new Error('something is being recorded already');
    const recording = new Recording(root);
    current = recording;
    try {
      return await work(recording);
    } finally {
      current = null;
    }
  }

  /** The path as it is recorded; null: it lies elsewhere. */
  at(path: unknown): string | null {
    if (typeof path !== 'string') return null;
    const full = resolve(path);
    if (full !== this.#root && !full.startsWith(this.#root + sep)) return null;
    return relative(this.#root, full) || '.';
  }

  /** @returns what is to be thrown once a half of it is done; null: it goes well. @throws what it fails with at once */
  attempt(attempt: Attempt, path: string): Error | null {
    const failure = this.fails(attempt, path);
    if (failure === null) return null;
    if (attempt === 'write' && failure.half === true) return failure.error;
    throw failure.error;
  }

  /** A file is there under that name; an empty one, where it was `truncated` or is new. */
  opened(path: string, truncated: boolean): FileId {
    const known = this.#ids.get(path);
    if (known !== undefined) {
      if (truncated && this.#sizes.get(known) !== 0) this.resized(known, 0);
      return known;
    }
    const file = this.#next++;
    this.#ids.set(path, file);
    this.#sizes.set(file, 0);
    this.ops.push({ kind: 'create', path, file });
    return file;
  }

  written(file: FileId, offset: number | null, data: Uint8Array): void {
    const size = this.#sizes.get(file) ?? 0;
    const at = offset ?? size;
    this.ops.push({ kind: 'write', file, offset: at, data: Buffer.from(data) });
    this.#sizes.set(file, Math.max(size, at + data.length));
  }

  resized(file: FileId, size: number): void {
    this.ops.push({ kind: 'truncate', file, size });
    this.#sizes.set(file, size);
  }

  renamed(from: string, to: string): void {
    const file = this.#ids.get(from);
    this.#ids.delete(from);
    if (file !== undefined) this.#ids.set(to, file);
    this.ops.push({ kind: 'rename', from, to });
  }

  removed(path: string): void {
    for (const name of [...this.#ids.keys()])
      if (name === path || name.startsWith(`${path}/`)) this.#ids.delete(name);
    this.ops.push({ kind: 'remove', path });
  }
}

/** What lies below a directory. */
export function readFiles(root: string): Files {
  const directories = new Set<string>();
  const files = new Map<string, Buffer>();
  const items = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const item of items) {
    const path = join(item.parentPath, item.name);
    if (item.isDirectory()) directories.add(relative(root, path));
    else files.set(relative(root, path), readFileSync(path));
  }
  return { directories, files };
}

/** Lays files out in an empty directory. */
export function layFiles(root: string, { directories, files }: Files): void {
  for (const path of [...directories].sort()) mkdirSync(join(root, path), { recursive: true });
  for (const [path, data] of files) writeFileSync(join(root, path), data);
}

/** What is being recorded at that path; null: nothing. */
export function recordedAt(path: unknown): Readonly<{ recording: Recording; path: string }> | null {
  const at = current?.at(path) ?? null;
  return current === null || at === null ? null : { recording: current, path: at };
}
