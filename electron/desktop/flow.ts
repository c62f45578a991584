/** How much of what was sent to a page it has not taken yet. */

/** `drained` waits until at most this much is untaken. More than a page takes before it says so. */
const DRAINED_LENGTH = 128 * 1024;

export type Flow = Readonly<{
  sent: (length: number) => void;
  /** The page took so much in all; false where it cannot have. */
  taken: (total: number) => boolean;
  unsent: () => number;
  /** Resolves once little is untaken, or the flow has ended. */
  drained: () => Promise<void>;
  end: () => void;
}>;

/** Lengths are those of texts, in characters. */
export function createFlow(): Flow {
  let sent = 0;
  let taken = 0;
  let ended = false;
  let waiters: (() => void)[] = [];
  const isDrained = () => ended || sent - taken <= DRAINED_LENGTH;
  const wake = () => {
    if (!isDrained()) return;
    const woken = waiters;
    waiters = [];
    for (const waiter of woken) waiter();
  };
  return {
    sent(length) {
      sent += length;
    },
    taken(total) {
      if (total < taken || total > sent) return false;
      taken = total;
      wake();
      return true;
    },
    unsent: () => sent - taken,
    drained: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        wake();
      }),
    end() {
      ended = true;
      wake();
    },
  };
}
