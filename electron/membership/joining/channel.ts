/** A connection that carries frames: what joining needs of a link, whatever is below. */
export interface JoinChannel {
  /** Sends one body, without its length; ignored once the connection is closed. */
  send(body: Uint8Array): void;
  /** Closes the connection once everything that was sent is out; within its own time, whatever the peer does. */
  end(): void;
  /** Must be called at once, and once: nothing is delivered before. No body is longer than `MAX_FRAME_BYTES`. */
  receive(events: ChannelEvents): void;
}

export type ChannelEvents = Readonly<{
  /** Bodies may be views of a buffer that is used again. */
  body: (body: Uint8Array) => void;
  /** By the peer, or broken, or what came was no frame. Not after `end`, or it is ignored then. */
  closed: () => void;
}>;
