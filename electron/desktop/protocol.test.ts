import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyPlace } from '../testing/place.ts';
import { listAssets } from './assets.ts';
import { answerFrom } from './protocol.ts';

let answer: ReturnType<typeof answerFrom>;

beforeEach(async () => {
  const place = await emptyPlace();
  await mkdir(join(place, 'console', 'assets'), { recursive: true });
  await writeFile(join(place, 'secret.txt'), 'of this computer');
  await writeFile(join(place, 'console', 'index.html'), '<!doctype html>');
  await writeFile(join(place, 'console', 'assets', 'index-1.js'), 'run()');
  const assets = await listAssets(join(place, 'console'));
  answer = answerFrom(
    () => assets,
    () => '<h1>No disk</h1>',
  );
});

const get = (url: string) => answer(new Request(url));

describe('app://', () => {
  it.each([
    ['app://printraft/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://printraft/assets/index-1.js', 'text/javascript; charset=utf-8', 'run()'],
    ['app://trouble/', 'text/html; charset=utf-8', '<h1>No disk</h1>'],
  ])('has %s', async (url, type, text) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(text);
  });

  it.each([
    'app://printraft/',
    'app://printraft/assets',
    'app://printraft/assets/',
    'app://printraft/no.js',
    'app://printraft/../secret.txt',
    'app://printraft/..%2fsecret.txt',
    'app://printraft/assets/..%2f..%2f..%2fsecret.txt',
    'app://printraft/%2e%2e/secret.txt',
    'app://printraft//etc/passwd',
    'app://printraft/index.html%00.js',
    'app://printraft/__proto__',
    'app://trouble/index.html',
    'app://elsewhere/index.html',
  ])('has no %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('takes no %s', async (method) => {
    const response = await answer(new Request('app://printraft/index.html', { method }));
    expect(response.status).toBe(405);
  });

  it.each(['app://printraft/index.html', 'app://trouble/', 'app://elsewhere/'])(
    'lets a page speak to nobody and be framed by nobody: %s',
    async (url) => {
      const { headers } = await get(url);
      const policy = headers.get('content-security-policy')?.split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'none'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ]),
      );
      expect(policy?.join()).not.toMatch(/script-src[^;,]*(unsafe|\*|http)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );
});
