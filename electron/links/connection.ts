/** One TLS socket with frames on it: batching, a bounded backlog, and noticing that nobody is there. */
import type { TLSSocket } from 'node:tls';
import { encodeFrame, decodeBody, type FrameFault, FrameReader } from './frames.ts';
import { MAX_HELLO_BYTES } from './hello.ts';

export type ConnectionFault =
  FrameFault | 'undecodable frame' | 'handshake failed' | 'no hello in time' | 'silent';

export type ConnectionHandlers = Readonly<{
  /** The handshake is done; false closes the connection. */
  secured: () => boolean;
  /** The first frame; false closes the connection. */
  hello: (value: unknown) => boolean;
  /** Every later frame. */
  message: (value: unknown) => void;
  /** Why this side is about to close it. */
  fault: (fault: ConnectionFault) => void;
  /** It is of no use any more, for whatever reason; called once, from within `close` and `end` too. */
  closed: () => void;
  /** Nothing is left of it. */
  gone: () => void;
}>;

export type ConnectionLimits = Readonly<{
  maxFrameBytes: number;
  maxBacklogBytes: number;
  /** The hello must be here within this time, the time to connect and the handshake included. */
  helloMs: number;
  /** Closed at this many `tick`s without a byte received. */
  silentTicks: number;
  /** How long a last frame may take to leave. */
  lastMs: number;
}>;

/** A frame of its own that says nothing: shows the other side that this one lives. */
const PING = encodeFrame(null);

/** `leaving`: of no use any more, but its last frame is under way. */
type State = 'securing' | 'greeting' | 'open' | 'leaving' | 'closed';

export class Connection {
  readonly #socket: TLSSocket;
  readonly #limits: ConnectionLimits;
  readonly #handlers: ConnectionHandlers;
  readonly #reader = new FrameReader();
  #maxFrameBytes: number;
  #timer: NodeJS.Timeout;
  #state: State = 'securing';
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #silent = 0;

  /** @param direction decides which event tells that the handshake is done */
  constructor(
    socket: TLSSocket,
    direction: 'dialled' | 'accepted',
    limits: ConnectionLimits,
    handlers: ConnectionHandlers,
  ) {
    this.#socket = socket;
    this.#limits = limits;
    this.#handlers = handlers;
    this.#maxFrameBytes = limits.maxFrameBytes;
    this.#timer = setTimeout(() => this.#fail('no hello in time'), limits.helloMs);
    socket.setNoDelay(true);
    socket.once(direction === 'dialled' ? 'secureConnect' : 'secure', () => this.#secured());
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.close());
    socket.on('error', () => this.#broken());
    socket.on('close', () => {
      this.#broken();
      handlers.gone();
    });
  }

  /** Bytes handed over and not yet taken by the kernel. */
  get backlog(): number {
    return this.#pendingBytes + this.#socket.writableLength;
  }

  /** No hello is awaited, or it came: from now on every frame is a message, of that size at most. */
  introduced(maxFrameBytes = this.#limits.maxFrameBytes): void {
    if (this.#useless()) return;
    clearTimeout(this.#timer);
    this.#state = 'open';
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Queues a frame; all of one turn of the event loop leave in one write. False: backlog full, dropped. */
  send(frame: Buffer): boolean {
    if (this.#useless()) return true;
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

  /**
   * Closes it behind a last frame and what was queued before it. What comes in meanwhile is read and dropped:
   * unread, it would make the kernel take the last frame back.
   */
  end(last: Buffer): void {
    if (this.#useless()) return;
    if (this.#state === 'securing') {
      this.close();
      return;
    }
    this.#pending.push(last);
    this.#flush();
    this.#retire('leaving');
    this.#timer = setTimeout(() => this.close(), this.#limits.lastMs);
    this.#socket.end();
    this.#handlers.closed();
  }

  close(): void {
    if (this.#state === 'closed') return;
    const told = this.#state === 'leaving';
    this.#retire('closed');
    this.#socket.destroy();
    if (!told) this.#handlers.closed();
  }

  #retire(state: 'leaving' | 'closed'): void {
    this.#state = state;
    clearTimeout(this.#timer);
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #secured(): void {
    if (this.#state !== 'securing') return;
    this.#state = 'greeting';
    if (!this.#handlers.secured()) this.close();
  }

  #broken(): void {
    if (this.#state === 'securing') this.#fail('handshake failed');
    else this.close();
  }

  #flush(): void {
    if (this.#useless()) return;
    const [first, ...more] = this.#pending;
    if (first === undefined) return;
    const batch = more.length === 0 ? first : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#socket.write(batch);
  }

  #receive(chunk: Buffer): void {
    if (this.#useless()) return;
    this.#silent = 0;
    const fault = this.#reader.push(
      chunk,
      () => (this.#state === 'open' ? this.#maxFrameBytes : MAX_HELLO_BYTES),
      (body) => this.#take(body),
    );
    if (fault !== null) this.#fail(fault);
  }

  /** Hands one frame on; false once nothing more is wanted. */
  #take(body: Uint8Array): boolean {
    const decoded = decodeBody(body);
    if (!decoded.ok) {
      this.#fail('undecodable frame');
    } else if (this.#state === 'greeting') {
      this.introduced();
      if (!this.#handlers.hello(decoded.value)) this.close();
    } else if (decoded.value !== null) {
      this.#handlers.message(decoded.value);
    }
    return !this.#useless();
  }

  #fail(fault: ConnectionFault): void {
    if (this.#useless()) return;
    this.#handlers.fault(fault);
    this.close();
  }

  /** A method, because handlers may close the connection behind the compiler's back. */
  #useless(): boolean {
    return this.#state === 'closed' || this.#state === 'leaving';
  }
}
