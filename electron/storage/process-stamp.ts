/** Tells one process from any other that has or had the same number. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The boot of the machine it runs in; '' where start times are dates and so say enough. */
export async function bootId(): Promise<string> {
  if (process.platform !== 'linux') return '';
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** When a process started, as text to compare; null if there is no such process. */
export async function startTime(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? startTicks(pid) : startDate(pid);
}

/** Field 22 of proc(5)'s stat: clock ticks after boot. */
async function startTicks(pid: number): Promise<string | null> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // Field 2 is the command in parentheses and may hold anything; field 3 follows its last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended: it holds no file any more.
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

async function startDate(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    return null; // ps ends with 1 when there is no such process.
  }
}
