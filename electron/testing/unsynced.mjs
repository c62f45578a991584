/**
 * A recording file layer: `node --import ./unsynced.mjs …` with PRINTRAFT_SYNC_JOURNAL=<file>. A
 * process killed with -9 leaves everything it wrote to the kernel; a power failure does not. What is
 * journaled here lets `cutUnsynced` (cut-unsynced.ts) take away, after the kill, what no fsync covered.
 *
 * One JSON object a line:
 *   {op:'base', ino, size}            a file that was there before is about to be written; this much is durable
 *   {op:'create', id, path, ino}      a file was created; nothing of it is durable yet
 *   {op:'sync', ino, size}            a sync of a file ended; it covers `size`, measured before it began
 *   {op:'mkdir', id, path}
 *   {op:'rename', id, from, to, over} `over`: where the file that it replaced was kept, or null
 *   {op:'unlink', id, path, grave}    `grave`: where the file was kept, or null
 *   {op:'syncdir', path, upto}        a directory's sync ended; it covers this process's ids up to `upto`
 * Ids are `<pid>:<count>`; several processes may share one journal. Changes of bytes in place are not
 * modelled: nothing here is written that way.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const journalPath = process.env.PRINTRAFT_SYNC_JOURNAL;
if (journalPath) {
  await record(resolve(journalPath));
}

async function record(journalFile) {
  const real = { ...fs };
  const promises = { ...fs.promises };
  const journal = real.openSync(journalFile, 'a');
  const graves = `${journalFile}.graves`;
  real.mkdirSync(graves, { recursive: true });

  let count = 0;
  /** Paths of open descriptors, to name directories. */
  const paths = new Map();
  /** Paths whose file is known to the journal. */
  const known = new Set();

  const say = (line) => real.writeSync(journal, `${JSON.stringify(line)}\n`);
  const id = () => `${process.pid}:${++count}`;
  const absolute = (path) =>
    path instanceof URL
      ? fileURLToPath(path)
      : typeof path === 'string' || Buffer.isBuffer(path)
        ? resolve(String(path))
        : null;
  const look = (path) => real.statSync(path, { throwIfNoEntry: false });

  /** Before something that may create or change the file at `path`; returns what to do afterwards. */
  function writing(given, truncates) {
    const path = absolute(given);
    if (path === null || (known.has(path) && !truncates)) return () => {};
    const before = look(path);
    if (before) {
      if (!before.isFile()) return () => {};
      if (!known.has(path)) say({ op: 'base', ino: before.ino, size: before.size });
      if (truncates) say({ op: 'sync', ino: before.ino, size: 0 });
      known.add(path);
      return () => {};
    }
    return () => {
      const after = look(path);
      if (!after?.isFile() || known.has(path)) return;
      known.add(path);
      say({ op: 'create', id: id(), path, ino: after.ino });
    };
  }

  /** Keeps a file that is about to lose its name. */
  function bury(path) {
    const grave = join(graves, id().replace(':', '-'));
    try {
      real.linkSync(path, grave);
      return grave;
    } catch (error) {
      if (error.code !== 'EXDEV') return null;
      // The journal lies on another disk.
      real.copyFileSync(path, grave);
      return grave;
    }
  }

  function removing(given) {
    const path = absolute(given);
    const grave = bury(path);
    return () => {
      known.delete(path);
      say({ op: 'unlink', id: id(), path, grave });
    };
  }

  function renaming(givenFrom, givenTo) {
    const [from, to] = [absolute(givenFrom), absolute(givenTo)];
    const over = look(to) ? bury(to) : null;
    return () => {
      if (known.delete(from)) known.add(to);
      else known.delete(to);
      say({ op: 'rename', id: id(), from, to, over });
    };
  }

  function making(given, options) {
    const path = absolute(given);
    const recursive = typeof options === 'object' && options?.recursive;
    const missing = [];
    for (let at = path; !look(at); at = dirname(at)) {
      missing.unshift(at);
      if (!recursive || at === dirname(at)) break;
    }
    return () => {
      for (const made of missing) if (look(made)) say({ op: 'mkdir', id: id(), path: made });
    };
  }

  function syncing(fd) {
    const { ino, size, ...stats } = real.fstatSync(fd);
    const upto = count;
    const path = paths.get(fd);
    const isDirectory = (stats.mode & real.constants.S_IFMT) === real.constants.S_IFDIR;
    return () => {
      if (!isDirectory) say({ op: 'sync', ino, size });
      else if (path !== undefined) say({ op: 'syncdir', path, upto: `${process.pid}:${upto}` });
    };
  }

  const flagsOf = (flags) => {
    if (typeof flags !== 'number') {
      const text = flags ?? 'r';
      return { writes: /[wa+]/.test(text), truncates: text.includes('w') };
    }
    const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = real.constants;
    return { writes: (flags & (O_WRONLY | O_RDWR | O_CREAT)) !== 0, truncates: (flags & O_TRUNC) !== 0 };
  };
  const opening = (path, flags) => {
    const { writes, truncates } = flagsOf(flags);
    const done = writes ? writing(path, truncates) : () => {};
    return (fd) => {
      paths.set(fd, absolute(path));
      done();
    };
  };
  const writingAll = (path, _data, options) =>
    typeof path === 'number' || path?.fd !== undefined
      ? () => {}
      : writing(path, flagsOf(options?.flag ?? 'w').truncates);
  const appending = (path) =>
    typeof path === 'number' || path?.fd !== undefined ? () => {} : writing(path, false);
  const toSecond = (_from, to) => writing(to, false);

  const hooks = {
    open: opening,
    writeFile: writingAll,
    appendFile: appending,
    copyFile: toSecond,
    link: toSecond,
    truncate: (path) => writing(path, false),
    rename: renaming,
    unlink: removing,
    rm: (path, options) => (options?.recursive ? () => {} : removing(path)),
    mkdir: making,
    fsync: syncing,
    fdatasync: syncing,
  };

  for (const [name, hook] of Object.entries(hooks)) {
    fs[`${name}Sync`] = (...given) => {
      const done = hook(...given);
      const result = real[`${name}Sync`](...given);
      done(result);
      return result;
    };
    fs[name] = (...given) => {
      const callback = given.pop();
      if (typeof callback !== 'function') return real[name](...given, callback);
      const done = hook(...given);
      return real[name](...given, (error, result) => {
        if (!error) done(result);
        callback(error, result);
      });
    };
    if (name in promises && name !== 'open') {
      fs.promises[name] = async (...given) => {
        const done = hook(...given);
        const result = await promises[name](...given);
        done(result);
        return result;
      };
    }
  }
  fs.promises.open = async (...given) => {
    const done = opening(...given);
    const handle = await promises.open(...given);
    done(handle.fd);
    return handle;
  };

  const probe = await promises.open(journalFile, 'r');
  const prototype = Object.getPrototypeOf(probe);
  await probe.close();
  for (const name of ['sync', 'datasync']) {
    const original = prototype[name];
    prototype[name] = async function () {
      const done = syncing(this.fd);
      await original.call(this);
      done();
    };
  }
  syncBuiltinESMExports();
}
