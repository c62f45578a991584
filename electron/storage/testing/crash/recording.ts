/**
 * A recording file layer: what this process does to the files of one directory, each change as it has happened, and
 * a place to have any of it fail. To be imported before whatever is to be recorded: libraries keep the functions
 * that they find.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import type { FileId, Files, Op } from './disk.ts';

/** What is about to happen, for whoever wants it to fail. */
export type Attempt = Exclude<Op['kind'], 'syncFailed'>;

const real = { ...fs };
const promises = { ...fs.promises };
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
  const items = real.readdirSync(root, { recursive: true, withFileTypes: true });
  for (const item of items) {
    const path = join(item.parentPath, item.name);
    if (item.isDirectory()) directories.add(relative(root, path));
    else files.set(relative(root, path), real.readFileSync(path));
  }
  return { directories, files };
}

/** Lays files out in an empty directory. */
export function layFiles(root: string, { directories, files }: Files): void {
  for (const path of [...directories].sort()) real.mkdirSync(join(root, path), { recursive: true });
  for (const [path, data] of files) real.writeFileSync(join(root, path), data);
}

// ---- the hooks

type Handle = fs.promises.FileHandle;
type Opened = Readonly<{ recording: Recording; path: string; file: FileId | null }> & {
  position: number | null;
};
const handles = new WeakMap<object, Opened>();

const bytesOf = (data: unknown): Buffer =>
  typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array);

const halfOf = (data: Buffer): Buffer => data.subarray(0, data.length >> 1);

/** Calls the real thing, and has what it did recorded, where it concerns a recording. */
function recorded(path: unknown): Readonly<{ recording: Recording; path: string }> | null {
  const at = current?.at(path) ?? null;
  return current === null || at === null ? null : { recording: current, path: at };
}

const writesFlag = (flags: unknown) => typeof flags === 'string' && /[wa+]/.test(flags);

const hooks = {
  async open(path: string, flags: string = 'r', mode?: number): Promise<Handle> {
    const place = recorded(path);
    if (place === null) return promises.open(path, flags, mode);
    const { recording, path: at } = place;
    const exists = real.existsSync(path);
    if (writesFlag(flags) && (!exists || flags.startsWith('w'))) recording.attempt('create', at);
    const handle = await promises.open(path, flags, mode);
    const isFile = (await handle.stat()).isFile();
    const file = isFile && writesFlag(flags) ? recording.opened(at, flags.startsWith('w')) : null;
    handles.set(handle, { recording, path: at, file, position: flags.startsWith('a') ? null : 0 });
    return handle;
  },
  async writeFile(path: string, data: unknown, options?: fs.ObjectEncodingOptions): Promise<void> {
    const place = recorded(path);
    if (place === null) return promises.writeFile(path, data as string, options);
    place.recording.attempt('create', place.path);
    await promises.writeFile(path, data as string, options);
    const file = place.recording.opened(place.path, true);
    if (bytesOf(data).length > 0) place.recording.written(file, 0, bytesOf(data));
  },
  async appendFile(path: string, data: unknown, options?: fs.ObjectEncodingOptions): Promise<void> {
    const place = recorded(path);
    if (place === null) return promises.appendFile(path, data as string, options);
    const { recording, path: at } = place;
    const failure = recording.attempt('write', at);
    const bytes = failure === null ? bytesOf(data) : halfOf(bytesOf(data));
    await promises.appendFile(path, bytes, options);
    recording.written(recording.opened(at, false), null, bytes);
    if (failure !== null) throw failure;
  },
  async copyFile(from: string, to: string): Promise<void> {
    const place = recorded(to);
    place?.recording.attempt('create', place.path);
    await promises.copyFile(from, to);
    if (place !== null)
      place.recording.written(place.recording.opened(place.path, true), 0, real.readFileSync(to));
  },
  async rename(from: string, to: string): Promise<void> {
    const [old, place] = [recorded(from), recorded(to)];
    place?.recording.attempt('rename', place.path);
    await promises.rename(from, to);
    if (old !== null && place !== null) place.recording.renamed(old.path, place.path);
  },
  async unlink(path: string): Promise<void> {
    const place = recorded(path);
    if (place !== null && real.existsSync(path)) place.recording.attempt('remove', place.path);
    await promises.unlink(path);
    place?.recording.removed(place.path);
  },
  async rm(path: string, options?: fs.RmOptions): Promise<void> {
    const place = recorded(path);
    const exists = real.existsSync(path);
    if (exists) place?.recording.attempt('remove', place.path);
    await promises.rm(path, options);
    if (exists) place?.recording.removed(place.path);
  },
  async mkdir(path: string, options?: fs.MakeDirectoryOptions): Promise<string | undefined> {
    const place = recorded(path);
    const missing = real.existsSync(path) ? [] : [path];
    if (missing.length > 0) place?.recording.attempt('mkdir', place.path);
    const made = await promises.mkdir(path, options);
    // What is recorded lies in a directory that is there: at most one level is made at a time.
    if (missing.length > 0 && place !== null) place.recording.ops.push({ kind: 'mkdir', path: place.path });
    return made;
  },
};

Object.assign(fs.promises, hooks);

/** NeDB's way of writing a whole file. */
fs.createWriteStream = ((path: string, options: Parameters<typeof fs.createWriteStream>[1] & object) => {
  const place = recorded(path);
  if (place === null) return real.createWriteStream(path, options);
  const { recording, path: at } = place;
  let file: FileId = 0;
  const write = (
    fd: number,
    data: Buffer,
    offset: number,
    length: number,
    _at: unknown,
    done: fs.NoParamCallback,
  ) => {
    try {
      const failure = recording.attempt('write', at);
      if (failure !== null) throw failure;
    } catch (error) {
      done(error as NodeJS.ErrnoException);
      return;
    }
    real.write(fd, data, offset, length, null, (error, written, buffer) => {
      if (!error) recording.written(file, null, data.subarray(offset, offset + written));
      (done as (...given: unknown[]) => void)(error, written, buffer);
    });
  };
  return real.createWriteStream(path, {
    ...options,
    fs: {
      open: (name: string, flags: string, mode: number, done: (error: Error | null, fd?: number) => void) => {
        try {
          recording.attempt('create', at);
        } catch (error) {
          done(error as Error);
          return;
        }
        real.open(name, flags, mode, (error, fd) => {
          if (!error) file = recording.opened(at, true);
          done(error, fd);
        });
      },
      write,
      close: real.close,
    },
  });
}) as typeof fs.createWriteStream;

const probe = await promises.open(process.execPath, 'r');
const prototype = Object.getPrototypeOf(probe) as Handle;
await probe.close();
const original = {
  writeFile: Reflect.get<Handle, 'writeFile'>(prototype, 'writeFile'),
  truncate: Reflect.get<Handle, 'truncate'>(prototype, 'truncate'),
  sync: Reflect.get<Handle, 'sync'>(prototype, 'sync'),
  datasync: Reflect.get<Handle, 'datasync'>(prototype, 'datasync'),
};

async function syncing(handle: Handle, sync: Handle['sync']): Promise<void> {
  const opened = handles.get(handle);
  if (opened === undefined) return sync.call(handle);
  const { recording, path, file } = opened;
  const upto = recording.ops.length;
  try {
    recording.attempt(file === null ? 'syncDirectory' : 'sync', path);
  } catch (error) {
    if (file !== null) recording.ops.push({ kind: 'syncFailed', file });
    throw error;
  }
  await sync.call(handle);
  recording.ops.push(
    file === null ? { kind: 'syncDirectory', path, upto } : { kind: 'sync', file, path, upto },
  );
}

Object.assign(prototype, {
  async writeFile(this: Handle, data: unknown): Promise<void> {
    const opened = handles.get(this);
    if (opened === undefined || opened.file === null) return original.writeFile.call(this, data as string);
    const { recording, path, file } = opened;
    const failure = recording.attempt('write', path);
    const bytes = failure === null ? bytesOf(data) : halfOf(bytesOf(data));
    await original.writeFile.call(this, bytes);
    recording.written(file, opened.position, bytes);
    if (opened.position !== null) opened.position += bytes.length;
    if (failure !== null) throw failure;
  },
  async truncate(this: Handle, size = 0): Promise<void> {
    const opened = handles.get(this);
    opened?.recording.attempt('truncate', opened.path);
    await original.truncate.call(this, size);
    if (opened !== undefined && opened.file !== null) opened.recording.resized(opened.file, size);
  },
  sync(this: Handle): Promise<void> {
    return syncing(this, original.sync);
  },
  datasync(this: Handle): Promise<void> {
    return syncing(this, original.datasync);
  },
});
syncBuiltinESMExports();
