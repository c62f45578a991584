/** The app's end of the channel to whoever started it. */
import { type FromApp, ToApp } from './messages.ts';

export type Steering = Readonly<Record<ToApp, () => void>>;

/** Tells whoever started the app; nobody may be there. */
export function tellStarter(message: FromApp): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/**
 * Does what whoever started the app asks for. Where there is such a one its end is the app's, however it
 * ended: a workstation started at a terminal is not to run on with nobody who could tell of it or stop it.
 */
export function obeyStarter(steering: Steering): void {
  process.on('message', (message) => {
    const { data } = ToApp.safeParse(message);
    if (data !== undefined) steering[data]();
  });
  process.once('disconnect', steering.quit);
  // Gone already; undefined: there never was a channel.
  if ((process.connected as boolean | undefined) === false) steering.quit();
}
