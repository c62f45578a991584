/** One socket with frames on it: batching, a bounded backlog, and noticing that nobody is there. */
import type { Socket } from 'node:net';
import { encodeFrame, decodeBody, type FrameFault, FrameReader } from './frames.ts';
import { MAX_HELLO_BYTES } from './hello.ts';

export type ConnectionFault = FrameFault | 'undecodable frame' | 'no hello in time' | 'silent';

export type ConnectionHandlers = Readonly<{
  /** The first frame; false refuses the other side, and the connection closes. */
  hello: (value: unknown) => boolean;
  /** Every later frame. */
  message: (value: unknown) => void;
  /** Why this side is about to close it. */
  fault: (fault: ConnectionFault) => void;
  /** It is closed, for whatever reason; called once, from within `close` too. */
  closed: () => void;
}>;

export type ConnectionLimits = Readonly<{
  maxFrameBytes: number;
  maxBacklogBytes: number;
  /** The hello must be here within this time, the time to connect included. */
  helloMs: number;
  /** Closed at this many `tick`s without a byte received. */
  silentTicks: number;
}>;

/** A frame of its own that says nothing: shows the other side that this one lives. */
const PING = encodeFrame(null);

export class Connection {
  readonly #socket: Socket;
  readonly #limits: ConnectionLimits;
  readonly #handlers: ConnectionHandlers;
  readonly #reader = new FrameReader();
  readonly #helloTimer: NodeJS.Timeout;
  #state: 'greeting' | 'open' | 'closed' = 'greeting';
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #silent = 0;

  constructor(socket: Socket, limits: ConnectionLimits, handlers: ConnectionHandlers) {
    this.#socket = socket;
    this.#limits = limits;
    this.#handlers = handlers;
    this.#helloTimer = setTimeout(() => this.#fail('no hello in time'), limits.helloMs);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.close());
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
  }

  /** Bytes handed over and not yet taken by the kernel. */
  get backlog(): number {
    return this.#pendingBytes + this.#socket.writableLength;
  }

  /** Queues a frame; all of one turn of the event loop leave in one write. False: backlog full, dropped. */
  send(frame: Buffer): boolean {
    if (this.#state === 'closed') return true;
    if (this.backlog >= this.#limits.maxBacklogBytes) return false;
    if (this.#pending.length === 0) setImmediate(() => this.#flush());
    this.#pending.push(frame);
    this.#pendingBytes += frame.length;
    return true;
  }

  /**
   * To be called once a second. Counts calls, not time: after this computer slept, or was busy for
   * long, what the other side sent meanwhile is read before it is called silent.
   */
  tick(): void {
    if (this.#state !== 'open') return;
    if (++this.#silent >= this.#limits.silentTicks) {
      this.#fail('silent');
      return;
    }
    if (this.backlog === 0) this.send(PING);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#helloTimer);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#socket.destroy();
    this.#handlers.closed();
  }

  #flush(): void {
    if (this.#state === 'closed') return;
    const [first, ...more] = this.#pending;
    if (first === undefined) return;
    const batch = more.length === 0 ? first : Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#socket.write(batch);
  }

  #receive(chunk: Buffer): void {
    if (this.#closed()) return;
    this.#silent = 0;
    const fault = this.#reader.push(
      chunk,
      () => (this.#state === 'open' ? this.#limits.maxFrameBytes : MAX_HELLO_BYTES),
      (body) => this.#take(body),
    );
    if (fault !== null) this.#fail(fault);
  }

  /** Hands one frame on; false once the connection is closed. */
  #take(body: Uint8Array): boolean {
    const decoded = decodeBody(body);
    if (!decoded.ok) {
      this.#fail('undecodable frame');
    } else if (this.#state === 'greeting') {
      clearTimeout(this.#helloTimer);
      this.#state = 'open';
      if (!this.#handlers.hello(decoded.value)) this.close();
    } else if (decoded.value !== null) {
      this.#handlers.message(decoded.value);
    }
    return !this.#closed();
  }

  #fail(fault: ConnectionFault): void {
    if (this.#closed()) return;
    this.#handlers.fault(fault);
    this.close();
  }

  /** A method, because handlers may close the connection behind the compiler's back. */
  #closed(): boolean {
    return this.#state === 'closed';
  }
}
