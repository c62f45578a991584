import { describe, expect, it, vi } from 'vitest';
import { MAX_FILE_BYTES } from '../../shared/contract/limits.ts';
import { RequestFailure } from '../net/transport.ts';
import { fakeTransport } from '../testing/transport.ts';
import { createFiles } from './files.ts';

const open = (own: Parameters<typeof createFiles>[1] = null) => {
  const transport = fakeTransport();
  return { transport, files: createFiles(transport, own) };
};
const asked = async ({ asked: requests }: ReturnType<typeof fakeTransport>) => {
  await vi.waitFor(() => expect(requests).toHaveLength(1));
  return requests[0]!; // Just waited for.
};

describe('a file is looked at', () => {
  it('with all of its bytes', async () => {
    const { transport, files } = open();
    const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => n % 256);
    void files.look(new Blob([bytes]), 'jobs');
    const { request, params } = await asked(transport);
    expect(request).toBe('plan');
    expect(params).toMatchObject({ kind: 'jobs' });
    expect((params as { file: string }).file === Buffer.from(bytes).toString('base64')).toBe(true);
  });

  it('and what is in the way of that is a sentence', async () => {
    const { transport, files } = open();
    const large = await files.look(new Blob([new Uint8Array(MAX_FILE_BYTES + 1)]), null);
    expect(large).toMatchObject({
      sentence: expect.stringMatching(/^The file has 4 MB\. At most 4 MB/) as string,
    });
    const gone = { size: 3, arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as Blob;
    expect(await files.look(gone, null)).toMatchObject({
      sentence: expect.stringMatching(/cannot be read/) as string,
    });
    const cut = files.look(new Blob(['x']), null);
    (await asked(transport)).reject(new RequestFailure('unavailable', 'The connection was lost.'));
    expect(await cut).toMatchObject({
      sentence: 'The file could not be looked at. The connection was lost.',
    });
  });
});

describe('records are kept as a file', () => {
  it('by a browser itself', async () => {
    const save = vi.fn();
    const fetched = vi.fn(() => Promise.resolve(new Response('ID\r\n')));
    const { files } = open({ fetch: fetched, save });
    expect(await files.save('spools')).toBeNull();
    expect(fetched).toHaveBeenCalledWith('/api/v2/export/spools?consistency=local');
    expect(await files.saveActivity([['what'], ['=1+1']])).toBeNull();
    const [[name], [other, content]] = save.mock.calls as [[string], [string, Blob]];
    expect([name, other]).toEqual(['spools.csv', 'activity.csv']);
    expect(await content.text()).toMatch(/^\uFEFF?what\r\n'=1\+1\r\n$/);
  });

  it('or not, and why', async () => {
    const refused = open({ fetch: () => Promise.resolve(new Response('', { status: 503 })), save: vi.fn() });
    expect(await refused.files.save('everything')).toMatch(/^Not exported: .*503/);
    const lost = open({ fetch: () => Promise.reject(new TypeError('lost')), save: vi.fn() });
    expect(await lost.files.save('jobs')).toMatch(/cannot be reached/);
  });

  it('by the app, which asks its user', async () => {
    const { transport, files } = open();
    const saving = files.save('jobs');
    const { request, params, resolve } = await asked(transport);
    expect([request, params]).toEqual(['save', { what: 'jobs' }]);
    resolve({ outcome: 'failed', sentence: 'Not saved: the disk is full.' });
    expect(await saving).toBe('Not saved: the disk is full.');
    expect(await files.saveActivity([['x'.repeat(6_000_000)]])).toMatch(/too many entries/);
  });
});
