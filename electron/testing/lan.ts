/** A workstation of one behind a real HTTPS server for the LAN on a free port, and ways to call it. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { type Devices, openDevices } from '../http/devices.ts';
import { type LanCertificate, ownCertificate } from '../http/lan-certificate.ts';
import { type Lan, type LanOptions, startLan } from '../http/lan-server.ts';
import { createRoom } from '../http/v2/import-room.ts';
import { createSolo, type Solo } from './solo.ts';

export type ServedLan = Readonly<{
  solo: Solo;
  devices: Devices;
  lan: Lan;
  port: number;
  /** Host and port, as a browser names them. */
  own: string;
  cert: string;
  logged: string[];
  close: () => Promise<void>;
}>;

export async function serveLan(options: Partial<LanOptions> = {}): Promise<ServedLan> {
  const directory = await mkdtemp(join(tmpdir(), 'printraft-lan-'));
  const solo = createSolo();
  const logged: string[] = [];
  const log = (message: string, detail?: unknown) => void logged.push(`${message} ${String(detail)}`);
  const devices = await openDevices(directory, log);
  const made: LanCertificate = await ownCertificate(directory)({ addresses: [], names: ['cnc-pc.local'] });
  const lan = await startLan({
    workstation: solo,
    host: '127.0.0.1',
    port: 0,
    consoleDirectory: null,
    build: 'test',
    devices,
    imports: createRoom(),
    certificate: () => Promise.resolve(made),
    names: () => ({ addresses: ['127.0.0.1'], names: ['cnc-pc.local'] }),
    log,
    ...options,
  });
  const close = async () => {
    await lan.close();
    await devices.settled();
    await rm(directory, { recursive: true, force: true });
  };
  const { port } = lan;
  return { solo, devices, lan, port, own: `127.0.0.1:${port}`, cert: made.cert, logged, close };
}

export type Answer = Readonly<{ status: number; text: string; headers: IncomingHttpHeaders }>;

/** TLS to a server with that certificate on 127.0.0.1; Node would check it against a forged Host otherwise. */
export const trusting = (cert: string) => ({
  ca: cert,
  servername: '',
  checkServerIdentity: (_host: string, seen: PeerCertificate) => checkServerIdentity('127.0.0.1', seen),
});

/** Calls with any headers, over a connection of its own whose certificate is checked. */
export function callLan(
  { port, cert }: Pick<ServedLan, 'port' | 'cert'>,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, ...trusting(cert), agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
