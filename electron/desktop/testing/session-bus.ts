/** A desktop session's D-Bus for one test: nobody else is on it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sessionBus, type MessageBus } from 'dbus-next';

export type SessionBus = Readonly<{
  /** For DBUS_SESSION_BUS_ADDRESS. */
  address: string;
  /** A new participant. */
  connect: () => Promise<MessageBus>;
  stop: () => Promise<void>;
}>;

export async function startSessionBus(): Promise<SessionBus> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(daemon, 'exit');
  const first = once(createInterface(daemon.stdout), 'line') as Promise<[string]>;
  const [address] = await Promise.race([
    first,
    ended.then(() => Promise.reject(new Error('dbus-daemon ended at once'))),
  ]);
  const participants: MessageBus[] = [];
  return {
    address,
    connect: async () => {
      const bus = sessionBus({ busAddress: address });
      participants.push(bus);
      await new Promise<void>((resolve, reject) => {
        bus.on('connect', resolve);
        bus.on('error', reject);
      });
      return bus;
    },
    stop: async () => {
      for (const bus of participants) bus.disconnect();
      daemon.kill();
      await ended;
    },
  };
}
