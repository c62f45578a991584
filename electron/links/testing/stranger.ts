/** Somebody with a certificate, a socket and no manners. */
import type { TLSSocket } from 'node:tls';
import { decodeBody, encodeFrame, FrameReader } from '../frames.ts';
import { helloFrame, MAX_HELLO_BYTES } from '../hello.ts';
import { credentialsOf, LINK_PROTOCOL, secureDial } from '../secure.ts';
import type { Address, Hello, LinkIdentity } from '../types.ts';
import { helloOf } from './nodes.ts';

export class Stranger {
  readonly socket: TLSSocket;
  readonly frames: unknown[] = [];
  readonly closed: Promise<void>;
  #heard: () => void = () => undefined;

  constructor(socket: TLSSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    const reader = new FrameReader();
    socket.on('data', (chunk: Buffer) => {
      reader.push(
        chunk,
        () => MAX_HELLO_BYTES,
        (body) => {
          const decoded = decodeBody(body);
          return decoded.ok && this.frames.push(decoded.value) > 0;
        },
      );
      this.#heard();
    });
  }

  static async at(address: Address, identity: LinkIdentity): Promise<Stranger> {
    const socket = secureDial(address, credentialsOf(identity), LINK_PROTOCOL);
    const stranger = new Stranger(socket);
    const secured = new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
    await Promise.race([secured, stranger.closed]);
    return stranger;
  }

  hello(from: string, to: string, more: Partial<Hello> = {}): this {
    this.socket.write(encodeFrame(helloFrame(helloOf(from, more), [], to)));
    return this;
  }

  async firstFrame(): Promise<unknown> {
    while (this.frames.length === 0) await new Promise<void>((resolve) => (this.#heard = resolve));
    return this.frames[0];
  }
}
