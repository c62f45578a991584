/** A client of `/api/v2/events` that can be stopped, cut off and started again where it was, as a browser does. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export type Received = Readonly<{ event: string; id: string; data: string }>;

export class EventClient {
  readonly events: Received[] = [];
  readonly comments: string[] = [];
  status = 0;
  body = '';
  headers: IncomingMessage['headers'] = {};
  /** True once the server has ended the stream as it should be ended; false where it was cut off. */
  ended: boolean | null = null;
  lastId: string;
  pauseAtHead = false;
  readonly #request: ClientRequest;
  #response: IncomingMessage | null = null;
  #rest = '';

  constructor(port: number, path = '/api/v2/events', lastId = '', headers: Record<string, string> = {}) {
    this.lastId = lastId;
    const resumed = lastId === '' ? {} : { 'last-event-id': lastId };
    this.#request = request({
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      headers: { ...headers, ...resumed },
    });
    this.#request.on('response', (response) => this.#take(response));
    this.#request.on('error', () => (this.ended ??= false));
    this.#request.end();
  }

  /** Everything of that kind, as JSON. */
  data<T>(event: string): T[] {
    return this.events.filter((one) => one.event === event).map(({ data }) => JSON.parse(data) as T);
  }

  /** Reads nothing any more. */
  pause(): void {
    this.#response?.pause();
    this.#response?.socket.pause();
  }
  resume(): void {
    this.#response?.socket.resume();
    this.#response?.resume();
  }

  close(): void {
    this.#request.destroy();
  }

  #take(response: IncomingMessage): void {
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    response.on('error', () => undefined);
    response.on('close', () => (this.ended = response.complete));
    if (this.pauseAtHead) this.pause();
  }

  #read(text: string): void {
    this.body += this.status === 200 ? '' : text;
    const parts = (this.#rest + text).split('\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#dispatch(part.split('\n'));
  }

  /** As the standard says: an id counts even where no data comes with it. */
  #dispatch(lines: readonly string[]): void {
    let [event, data] = ['message', ''];
    for (const line of lines) {
      if (line.startsWith(':')) this.comments.push(line);
      const [, field = '', value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === 'id') this.lastId = value;
      if (field === 'event') event = value;
      if (field === 'data') data = value;
    }
    if (data !== '') this.events.push({ event, id: this.lastId, data });
  }
}
