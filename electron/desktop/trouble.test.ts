import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TROUBLE_URL, troublePage, wayOut } from './trouble.ts';

describe('the page of troubles', () => {
  it('says what is in the way, as text and never as markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (sentence) => {
        const [, shown = ''] = /<p role="alert">([^]*?)<\/p>/.exec(troublePage(sentence)) ?? [];
        expect(shown).not.toMatch(/[<>"]/);
        const read = shown
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        expect(read).toBe(sentence);
      }),
    );
  });

  it('has two ways out, each of which means something', () => {
    const links = [...troublePage('x').matchAll(/href="([^"]*)"/g)].map(([, url]) => url ?? '');
    expect(links.map(wayOut)).toEqual(['again', 'quit']);
  });

  it('needs no script', () => {
    expect(troublePage('x')).not.toMatch(/<script|javascript:|\son\w+=/i);
  });

  it.each([
    '',
    TROUBLE_URL,
    `${TROUBLE_URL}again/`,
    `${TROUBLE_URL}quit?x`,
    'app://printraft/quit',
    'https://a/quit',
  ])('knows no way out at “%s”', (url) => expect(wayOut(url)).toBeNull());
});
