/**
 * A recording file layer in this process, NeDB's writing included. To be imported before whatever is to be recorded:
 * libraries keep the functions that they find. (`electron/testing/unsynced.mjs` is the one for other processes: it
 * notes sizes and names for a power cut at the end, not bytes for one at every moment.)
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { FileId } from './disk.ts';
import { recordedAt, type Recording } from './recording.ts';

const real = { ...fs };
const promises = { ...fs.promises };

type Handle = fs.promises.FileHandle;
type Opened = Readonly<{ recording: Recording; path: string; file: FileId | null }> & {
  position: number | null;
};
const handles = new WeakMap<object, Opened>();

const bytesOf = (data: unknown): Buffer =>
  typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array);

const halfOf = (data: Buffer): Buffer => data.subarray(0, data.length >> 1);

const writesFlag = (flags: unknown) => typeof flags === 'string' && /[wa+]/.test(flags);

const hooks = {
  async open(path: string, flags: string = 'r', mode?: number): Promise<Handle> {
    const place = recordedAt(path);
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
    const place = recordedAt(path);
    if (place === null) return promises.writeFile(path, data as string, options);
    place.recording.attempt('create', place.path);
    await promises.writeFile(path, data as string, options);
    const file = place.recording.opened(place.path, true);
    if (bytesOf(data).length > 0) place.recording.written(file, 0, bytesOf(data));
  },
  async appendFile(path: string, data: unknown, options?: fs.ObjectEncodingOptions): Promise<void> {
    const place = recordedAt(path);
    if (place === null) return promises.appendFile(path, data as string, options);
    const { recording, path: at } = place;
    const failure = recording.attempt('write', at);
    const bytes = failure === null ? bytesOf(data) : halfOf(bytesOf(data));
    await promises.appendFile(path, bytes, options);
    recording.written(recording.opened(at, false), null, bytes);
    if (failure !== null) throw failure;
  },
  async copyFile(from: string, to: string): Promise<void> {
    const place = recordedAt(to);
    place?.recording.attempt('create', place.path);
    await promises.copyFile(from, to);
    if (place !== null)
      place.recording.written(place.recording.opened(place.path, true), 0, real.readFileSync(to));
  },
  async rename(from: string, to: string): Promise<void> {
    const [old, place] = [recordedAt(from), recordedAt(to)];
    place?.recording.attempt('rename', place.path);
    await promises.rename(from, to);
    if (old !== null && place !== null) place.recording.renamed(old.path, place.path);
  },
  async unlink(path: string): Promise<void> {
    const place = recordedAt(path);
    if (place !== null && real.existsSync(path)) place.recording.attempt('remove', place.path);
    await promises.unlink(path);
    place?.recording.removed(place.path);
  },
  async rm(path: string, options?: fs.RmOptions): Promise<void> {
    const place = recordedAt(path);
    const exists = real.existsSync(path);
    if (exists) place?.recording.attempt('remove', place.path);
    await promises.rm(path, options);
    if (exists) place?.recording.removed(place.path);
  },
  async mkdir(path: string, options?: fs.MakeDirectoryOptions): Promise<string | undefined> {
    const place = recordedAt(path);
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
  const place = recordedAt(path);
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
