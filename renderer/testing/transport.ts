/** A transport whose other end is the test. */
import type { Params, Push, RequestName } from '../../shared/contract/protocol.ts';
import type { RequestFailure, Transport, TransportListener } from '../net/transport.ts';

type Asked = Readonly<{
  request: RequestName;
  params: unknown;
  resolve: (result: unknown) => void;
  reject: (failure: RequestFailure) => void;
}>;

export type FakeTransport = Transport &
  Readonly<{
    /** Every request so far. */
    asked: readonly Asked[];
    /** How often the stream was subscribed. */
    subscriptions: () => number;
    connects: () => void;
    loses: (reason?: 'lost' | 'outdated') => void;
    pushes: (push: Push) => void;
  }>;

export function fakeTransport(): FakeTransport {
  const asked: Asked[] = [];
  let listener: TransportListener | null = null;
  return {
    asked,
    subscriptions: () => asked.filter(({ request }) => request === 'subscribe').length,
    connects: () => listener?.connected(),
    loses: (reason = 'lost') => listener?.disconnected(reason),
    pushes: (push) => listener?.push(push),
    connect(to) {
      listener = to;
      return () => {
        listener = null;
      };
    },
    request: <R extends RequestName>(request: R, params: Params<R>) =>
      new Promise<never>((resolve, reject) => {
        asked.push({ request, params, resolve: resolve as (result: unknown) => void, reject });
      }),
  };
}
