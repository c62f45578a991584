/**
 * What the computer does with its power, told to the workstation: before it sleeps another one can take its seat, and
 * when it is back it looks around anew. Electron's powerMonitor knows it on every platform.
 */
import type { PowerMonitor } from 'electron';

export type Sleeper = Readonly<{ sleep: () => void; wake: () => void }>;

/**
 * @param node the one that runs now; null: none does
 * @param quit the computer shuts down, or its user logs out
 */
export function followPower(
  power: Pick<PowerMonitor, 'on'>,
  node: () => Promise<Sleeper> | null,
  quit: () => void,
): void {
  // One that did not start has nothing to be told.
  const tell = (how: keyof Sleeper) =>
    void node()
      ?.then((one) => one[how]())
      .catch(() => undefined);
  power.on('suspend', () => tell('sleep'));
  power.on('resume', () => tell('wake'));
  // The typings leave the event out, which Electron's documentation has.
  power.on('shutdown', (event?: Pick<Electron.Event, 'preventDefault'>) => {
    // Held until the workstation has gone in good order, which takes less than three seconds.
    event?.preventDefault();
    quit();
  });
}
