import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, joinGrant, MAX_AUTHORITIES_CHARS, newestThatFit, read } from './protocol.ts';
import { received } from './testing/talk.ts';
import { refusalSentence, REFUSALS, refusalOf } from './refusal.ts';

const hash = 'A'.repeat(43);
const hello: Frame = {
  type: 'hello',
  protocol: 'printraft-join',
  version: 1,
  node: 'n-1',
  name: 'Laser-PC',
  addresses: [],
  nonce: hash,
};

describe('a frame', () => {
  it('is read as it was written', () => {
    const frames: Frame[] = [
      hello,
      { type: 'commitment', hash },
      { type: 'opening', nonce: hash },
      { type: 'confirmation' },
      { type: 'proof', invitation: 'i-1', proof: 'A'.repeat(86) },
      { type: 'grant', part: 0, of: 1, bytes: Uint8Array.of(1) },
      { type: 'acknowledgement' },
      { type: 'refusal', code: 'tooManyAttempts', waitMs: 1_000 },
    ];
    for (const frame of frames) expect(received(frame)).toEqual({ type: 'frame', frame });
  });

  it('has names of one line, and of 80 characters at most', () => {
    for (const name of ['', ' a', 'a\n', 'a\u202eb', 'x'.repeat(81), 'x'.repeat(10_000), '\ud800', 7, null])
      expect(read({ ...hello, name })).toEqual({ ok: false, code: 'malformed' });
    for (const name of ['<b>&"', 'x'.repeat(80), 'Büro 2', '工作室'])
      expect(read({ ...hello, name })).toMatchObject({ ok: true, frame: { name } });
  });

  it('is bad where anything is missing, too much, or of another kind', () => {
    for (const key of Object.keys(hello))
      expect(read({ ...hello, [key]: undefined })).toEqual({ ok: false, code: 'malformed' });
    for (const more of [
      { extra: 1 },
      { nonce: `${hash}A` },
      { nonce: '' },
      { addresses: Array(9).fill({ host: 'a', port: 1 }) },
      { addresses: [{ host: 'a', port: 0 }] },
      { node: 'x'.repeat(65) },
      { node: '__proto__' },
      { type: 'other' },
    ])
      expect(read({ ...hello, ...more })).toEqual({ ok: false, code: 'malformed' });
  });

  it('of another version says which side to update', () => {
    expect(read({ type: 'hello', protocol: 'printraft-join', version: 2, new: true })).toEqual({
      ok: false,
      code: 'updateMember',
    });
    expect(read({ ...hello, version: 0 })).toEqual({ ok: false, code: 'updateNewcomer' });
  });

  it('is bad, and no more than that, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) => {
        expect(read(value)).toEqual({ ok: false, code: 'malformed' });
      }),
    );
    expect(joinGrant([Uint8Array.of(1, 2, 3)])).toBeNull();
    expect(joinGrant([Buffer.from('{}')])).toBeNull();
  });
});

describe('a refusal', () => {
  it('has one sentence for each reason, in words for makers', () => {
    const sentences = REFUSALS.map((code) => refusalSentence({ code }));
    expect(new Set(sentences).size).toBe(REFUSALS.length);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z][^.!?]+\.$/);
      expect(sentence).not.toMatch(
        /raft\b(?<!PrintRaft)|majority|quorum|certificate|authority|node|TLS|nonce/i,
      );
    }
  });

  it('says how long to wait', () => {
    const after = (waitMs: number) => refusalSentence({ code: 'tooManyAttempts', waitMs });
    expect(after(1)).toContain('1 second.');
    expect(after(59_001)).toContain('60 seconds.');
    expect(after(3_600_000)).toContain('60 minutes.');
  });

  it('of a later version is one all the same', () => {
    expect(read({ type: 'refusal', code: 'somethingNew', more: 1 })).toEqual({
      ok: true,
      frame: { type: 'refusal', code: 'failed' },
    });
  });

  it('by the roster is told in the same words', () => {
    expect(refusalOf({ code: 'invitationUsedUp', params: {} })).toEqual({ code: 'usedUp' });
    expect(refusalOf({ code: 'invitationExpired', params: {} })).toEqual({ code: 'expired' });
    expect(refusalOf({ code: 'removedId', params: { id: 'n' } })).toEqual({ code: 'removedId' });
    expect(refusalOf({ code: 'notAMember', params: { id: 'n' } })).toEqual({ code: 'failed' });
  });
});

describe('the authorities in the terms', () => {
  it('are the newest, as many as there is room for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4_096 }), { maxLength: 100 }), (lengths) => {
        const all = lengths.map((length, at) => String(at).padEnd(length, 'x'));
        const shown = newestThatFit(all);
        expect(all.slice(all.length - shown.length)).toEqual(shown);
        expect(shown.join('').length).toBeLessThanOrEqual(MAX_AUTHORITIES_CHARS);
        const next = all.at(-shown.length - 1);
        if (shown.length < Math.min(all.length, 64))
          expect(shown.join('').length + next!.length).toBeGreaterThan(MAX_AUTHORITIES_CHARS);
      }),
    );
  });
});
