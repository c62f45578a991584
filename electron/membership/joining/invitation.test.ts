import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorOf, isAnchoredBy } from './anchor.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import type { Contents } from './invitation-bytes.ts';
import { formatInvitation, parseInvitation } from './invitation.ts';
import { invitationIdOf } from './secrets.ts';

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const host = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constant('fe80::1%eth0'),
  fc.domain(),
  fc.constant('cnc-pc.local'),
);
const contents: fc.Arbitrary<Contents> = fc.record({
  authority: bytes16.map((bytes) => Buffer.from(bytes).toString('base64url')),
  secret: bytes16,
  addresses: fc.array(fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) }), { maxLength: 4 }),
  shop: fc.option(fc.stringMatching(/^[a-zäöüA-Z&<>']( ?[a-zäöüA-Z&<>']){0,10}$/), { nil: null }),
});

const outcome = (text: string) => {
  const parsed = parseInvitation(text);
  return parsed.ok ? 'ok' : parsed.fault;
};

/** What the tolerance makes of a text: two that are equal here are one to any reader. */
const plain = (text: string) =>
  text.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');

describe("Crockford's base 32", () => {
  it('gives back any bytes, with no bits left over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual({ bytes, rest: 0 });
      }),
    );
  });

  it('has no U, and no letters of other alphabets', () => {
    // The last is the sign for kelvin, of which the lower case is a Latin k.
    for (const letter of ['U', 'u', 'ı', 'é', '\u212a']) expect(decodeBase32(letter)).toBeNull();
  });
});

describe('an invitation as text', () => {
  it('gives back what it holds, with the id that the shop knows it by', () => {
    fc.assert(
      fc.property(contents, (held) => {
        const invitation = { ...held, id: invitationIdOf(held.secret) };
        expect(parseInvitation(formatInvitation(held))).toEqual({ ok: true, invitation });
      }),
    );
  });

  it('is short enough to be typed with an address in it', () => {
    const text = formatInvitation({
      authority: randomBytes(16).toString('base64url'),
      secret: randomBytes(16),
      addresses: [{ host: '192.168.1.20', port: 7100 }],
      shop: 'Workshop',
    });
    expect(text).toMatch(/^PR1(-[0-9A-HJKMNP-TV-Z]{1,5})+$/);
    expect(text.length).toBeLessThan(130);
  });

  it('is the same in small letters, with O and I, with blanks, line breaks and other dashes', () => {
    fc.assert(
      fc.property(contents, fc.constantFrom('', ' ', '\n', '\r\n', '–', '\u200b'), (held, between) => {
        const text = formatInvitation(held);
        const rough = `  ${text
          .toLowerCase()
          .replaceAll('0', 'o')
          .replaceAll('1', 'l')
          .replaceAll('-', between)}\n`;
        expect(parseInvitation(rough)).toEqual(parseInvitation(text));
      }),
    );
  });

  it('shows any single character that was changed', () => {
    fc.assert(
      fc.property(
        contents,
        fc.nat(),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
        (held, at, other) => {
          const text = formatInvitation(held);
          const changed = text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1);
          fc.pre(plain(changed) !== plain(text));
          expect(outcome(changed)).not.toBe('ok');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('shows every other letter in every place of one', () => {
    const text = formatInvitation(fc.sample(contents, { seed: 1, numRuns: 1 })[0]!);
    for (let at = 4; at < text.length; at++) {
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZU') {
        if (text[at] === '-' || letter === text[at]) continue;
        expect(['mistyped', 'cut']).toContain(outcome(text.slice(0, at) + letter + text.slice(at + 1)));
      }
    }
  });

  it('shows two neighbours that changed places', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (held, place) => {
        const text = plain(formatInvitation(held));
        const at = 3 + (place % (text.length - 4));
        const swapped = text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
        fc.pre(swapped !== text);
        expect(outcome(swapped)).not.toBe('ok');
      }),
    );
  });

  it('is told to be cut, wherever that was', () => {
    fc.assert(
      fc.property(contents, (held) => {
        const text = formatInvitation(held);
        for (let end = 1; end < text.length; end++) expect(outcome(text.slice(0, end))).toBe('cut');
      }),
      { numRuns: 20 },
    );
  });

  it('is told to be cut where any one character is missing, behind the prefix and the length', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (held, place) => {
        const text = plain(formatInvitation(held));
        const at = 8 + (place % (text.length - 8));
        expect(outcome(text.slice(0, at) + text.slice(at + 1))).toBe('cut');
      }),
    );
  });

  it('has nothing behind it', () => {
    fc.assert(
      fc.property(contents, fc.constantFrom('0', 'Z', '00000', '!'), (held, more) => {
        expect(outcome(formatInvitation(held) + more)).toBe('mistyped');
      }),
    );
  });

  it('of a later version asks for an update, and a mistyped version does not', () => {
    const text = formatInvitation(fc.sample(contents, { seed: 2, numRuns: 1 })[0]!);
    expect(outcome('PR2-ABCDE-FGHJK')).toBe('newer');
    expect(outcome(text.replace('PR1', 'PR2'))).toBe('mistyped');
    expect(outcome(text.replace('PR1', 'PR0'))).toBe('mistyped');
  });

  it('is nothing else that somebody may paste', () => {
    for (const text of [
      '',
      '   ',
      'hello',
      'https://example.com/PR1-ABC',
      'x'.repeat(100_000),
      '192.168.1.2',
    ])
      expect(outcome(text)).toBe('notAnInvitation');
  });

  it('never throws on what may stand behind the prefix', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(outcome(`PR1-${text}`)).not.toBe('ok');
      }),
    );
    // Whole and sealed, as an attacker can make them, but with contents that no version has.
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (body) => {
        expect(['ok', 'newer', 'mistyped', 'cut']).toContain(outcome(`PR1${encodeBase32(body)}`));
      }),
    );
  });

  it('clips a long name of the shop between characters', () => {
    const held = fc.sample(contents, { seed: 3, numRuns: 1 })[0]!;
    const parsed = parseInvitation(formatInvitation({ ...held, shop: '🖨️'.repeat(5_000) }));
    if (!parsed.ok) throw new Error(parsed.sentence);
    expect(parsed.invitation.shop).toMatch(/^(🖨\ufe0f?)+$/u);
    expect(Buffer.byteLength(parsed.invitation.shop!)).toBeLessThanOrEqual(32);
  });

  it('says nothing of a shop whose name is no line of text', () => {
    const held = fc.sample(contents, { seed: 5, numRuns: 1 })[0]!;
    expect(parseInvitation(formatInvitation({ ...held, shop: 'My\u202e\nshop' }))).toMatchObject({
      invitation: { shop: null },
    });
  });

  it('takes four addresses and leaves out what is more', () => {
    const held = fc.sample(contents, { seed: 4, numRuns: 1 })[0]!;
    const addresses = Array.from({ length: 9 }, (_, n) => ({ host: `10.0.0.${n}`, port: 7100 }));
    expect(parseInvitation(formatInvitation({ ...held, addresses }))).toMatchObject({
      invitation: { addresses: addresses.slice(0, 4) },
    });
  });
});

describe('the anchor of an invitation', () => {
  it('is known again in the whole fingerprint, and in no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(15), (hash, at) => {
        const fingerprint = Buffer.from(hash).toString('base64url');
        const other = Buffer.from(hash);
        other[at]! ^= 1;
        expect(isAnchoredBy(fingerprint, anchorOf(fingerprint))).toBe(true);
        expect(isAnchoredBy(fingerprint, fingerprint)).toBe(true);
        expect(isAnchoredBy(other.toString('base64url'), anchorOf(fingerprint))).toBe(false);
      }),
    );
  });

  it('is nothing that is shorter', () => {
    const fingerprint = randomBytes(32).toString('base64url');
    expect(isAnchoredBy(fingerprint, '')).toBe(false);
    expect(isAnchoredBy(fingerprint, fingerprint.slice(0, 20))).toBe(false);
  });
});
