/** A line over a WebSocket: a console in a browser. */
import type { Line, LineListener } from './line.ts';

/** The address of the console's WebSocket on the host that served the page. */
export function consoleUrl(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/console`;
}

/** Opens one to that address. */
export function openWebSocket(url: string, listener: LineListener): Line {
  const socket = new WebSocket(url);
  socket.onopen = () => listener.opened();
  socket.onmessage = (event: { data: unknown }) => listener.text(event.data);
  socket.onclose = () => listener.closed();
  return {
    send: (text) => socket.send(text),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}
