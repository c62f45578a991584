/**
 * Whether somebody can be reached: firewalls let a workstation connect to the others and nobody to it. A member
 * that was connected from there tries the way back, and tells.
 */
import { connect } from 'node:net';
import type { Address } from '../links/types.ts';

const TIMEOUT_MS = 2_000;

/** Whether any of these takes a connection; never rejects. An empty list is nowhere to be reached. */
export async function reaches(addresses: readonly Address[], timeoutMs = TIMEOUT_MS): Promise<boolean> {
  const tries = addresses.map((address) => connects(address, timeoutMs));
  return Promise.any(tries).catch(() => false);
}

function connects({ host, port }: Address, timeoutMs: number): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (act: () => void) => {
      socket.destroy();
      act();
    };
    socket.once('connect', () => end(() => resolve(true)));
    socket.once('timeout', () => end(() => reject(new Error('timed out'))));
    socket.once('error', (cause) => end(() => reject(cause)));
  });
}
