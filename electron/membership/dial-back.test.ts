import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Address } from '../links/types.ts';
import { reaches } from './dial-back.ts';

async function listening(): Promise<Address> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening');
  return { host: '127.0.0.1', port: bound.port };
}

describe('the way back to a workstation', () => {
  it('is there where one of its addresses answers', async () => {
    const open = await listening();
    expect(await reaches([{ host: '127.0.0.1', port: 1 }, open])).toBe(true);
  });

  it('is not there where none answers, or there is none', async () => {
    expect(await reaches([{ host: '127.0.0.1', port: 1 }])).toBe(false);
    expect(await reaches([])).toBe(false);
  });

  it('is not waited for where packets are swallowed', async () => {
    // A network for documentation (RFC 5737): nothing there answers, or there is no way to it at all.
    expect(await reaches([{ host: '192.0.2.1', port: 7100 }], 50)).toBe(false);
  });
});
