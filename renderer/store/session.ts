/** Keeps the replica store up with a workstation: subscribes, follows, and subscribes anew on a gap. */
import type { StoreApi } from 'zustand';
import type { Push } from '../../shared/contract/protocol.ts';
import type { Change } from '../../shared/domain/model.ts';
import type { Transport } from '../net/transport.ts';
import type { Replica } from './replica.ts';
import { AWAITING, follow } from './stream.ts';
import type { Stream } from './stream.ts';
import { withChanges } from './tables.ts';

/** Changes are shown at most this often: copying a large table costs milliseconds. */
const SHOW_EVERY_MS = 50;

export type Session = Readonly<{
  /** Resolves once everything that has arrived is shown; during a new subscription, once that is whole. */
  settled: () => Promise<void>;
  stop: () => void;
}>;

/** Starts following; the store is written by nobody else. */
export function startSession(transport: Transport, store: StoreApi<Replica>): Session {
  let stream: Stream = AWAITING;
  let unshown: Change[] = [];
  let index = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (unshown.length === 0) {
      if (stream.phase === 'live') store.setState({ index });
      return;
    }
    const changes = unshown;
    unshown = [];
    store.setState(({ tables }) => ({ tables: withChanges(tables, changes), index }));
  };
  const flushLater = () => {
    if (timer !== undefined) return;
    flush();
    timer = setTimeout(() => {
      timer = undefined;
      if (unshown.length > 0 || store.getState().index !== index) flushLater();
    }, SHOW_EVERY_MS);
  };
  const subscribe = () => {
    stream = AWAITING;
    store.setState({ live: false });
    // A failure means that the connection is gone; its successor subscribes again.
    transport.request('subscribe', {}).catch(() => undefined);
  };

  const take = (push: Push) => {
    if (push.push === 'health') {
      store.setState({ health: push.body });
      return;
    }
    const step = follow(stream, push);
    stream = step.stream;
    switch (step.told.kind) {
      case 'nothing':
        return;
      case 'resubscribe':
        flush();
        subscribe();
        return;
      case 'state':
        unshown = [];
        index = step.told.index;
        store.setState({ tables: step.told.tables, index, live: true });
        return;
      case 'changes':
        unshown.push(...step.told.changes);
        index = step.told.index;
        flushLater();
    }
  };

  const disconnect = transport.connect({
    connected() {
      store.setState({ connection: 'connected' });
      subscribe();
    },
    disconnected(reason) {
      flush();
      stream = AWAITING;
      store.setState(({ connection }) => ({
        connection: reason === 'outdated' || connection !== 'outdated' ? reason : connection,
        live: false,
      }));
    },
    push: take,
  });

  return {
    settled: () =>
      new Promise((resolve) => {
        flush();
        const isSettled = ({ live, connection }: Replica) => live || connection !== 'connected';
        if (isSettled(store.getState())) {
          resolve();
          return;
        }
        const unsubscribe = store.subscribe((replica) => {
          if (!isSettled(replica)) return;
          unsubscribe();
          resolve();
        });
      }),
    stop() {
      clearTimeout(timer);
      disconnect();
    },
  };
}
