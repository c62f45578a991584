/** Writers and readers over a shop's workstations, until told to end. */
import { Client } from './client.ts';
import { History, type Wish } from './history.ts';
import { read } from './reader.ts';
import { BASE, wish as mixed } from './wishes.ts';
import { write } from './writer.ts';

export type LoadOptions = Readonly<{
  /** Where all workstations answer, dead ones too. */
  urls: readonly string[];
  writers: number;
  readers: number;
  /** The `n`-th write of a writer; a mixture where left out. */
  wish?: (writer: number, n: number) => Wish;
  /** Uniform in [0, 1). */
  random?: () => number;
}>;

export type Load = Readonly<{
  history: History;
  /** Resolves with the moment (`performance.now()`) at which a write begun after `moment` was first acknowledged. */
  acknowledgedAfter(moment: number): Promise<number>;
  /** Resolves once so many writes more have been acknowledged. */
  acknowledge(count: number): Promise<void>;
  /** Calls back for every acknowledged attempt, with `performance.now()` at its begin and end; gives the way to stop it. */
  watch(listener: Acknowledged): () => void;
  /** Lets every write come to its end, for at most 20 s, and resolves then. */
  end(): Promise<History>;
}>;

export type Acknowledged = (begun: number, ended: number) => void;

const PATIENCE_MS = 20_000;

/** Adds what the mixture refers to, then starts all clients. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const { urls, writers, readers, wish = mixed, random = Math.random } = options;
  const clients = urls.map((url) => new Client(url));
  const history = new History();
  const listeners = new Set<Acknowledged>();
  let isEnding = false;
  const ending = () => isEnding;

  const acknowledged: Acknowledged = (begun, ended) => {
    for (const listener of [...listeners]) listener(begun, ended);
  };
  const writer = (wishAt: (n: number) => Wish, until: () => boolean) =>
    write({
      clients,
      history,
      wish: wishAt,
      ending: until,
      patience: PATIENCE_MS,
      random,
      acknowledged,
    });

  const [first] = BASE;
  if (first !== undefined) {
    const base = () => history.writes.length >= BASE.length;
    await writer((n) => BASE[n] ?? first, base);
  }
  const running = Promise.all([
    ...Array.from({ length: writers }, (_, number) => writer((n) => wish(number, n), ending)),
    ...Array.from({ length: readers }, () => read({ clients, history, ending, random })),
  ]);

  const when = (holds: (begun: number, ended: number) => boolean) =>
    new Promise<number>((resolve) => {
      const listener: Acknowledged = (begun, ended) => {
        if (!holds(begun, ended)) return;
        listeners.delete(listener);
        resolve(ended);
      };
      listeners.add(listener);
    });

  return {
    history,
    acknowledgedAfter: (moment) => when((begun) => begun >= moment),
    async acknowledge(count) {
      let left = count;
      await when(() => --left <= 0);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async end() {
      isEnding = true;
      await running;
      for (const client of clients) client.close();
      return history;
    },
  };
}
