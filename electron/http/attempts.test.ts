import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttempts, MAX_FAILURES, WINDOW_MS } from './attempts.ts';
import { networkOf, plainAddress } from './networks.ts';

describe('what counts as one network', () => {
  it.each([
    ['192.168.1.5', '192.168.1.5'],
    ['::ffff:192.168.1.5', '192.168.1.5'],
    ['2001:db8:0:1:aaaa::1', '2001:db8:0:1::/64'],
    ['2001:0db8:0000:0001:ffff:1:2:3', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is one address, however it is told', () => {
    expect(plainAddress('::FFFF:10.0.0.1')).toBe('10.0.0.1');
    expect(plainAddress('FE80::1%eth0')).toBe('fe80::1');
  });
});

describe('wrong tokens', () => {
  function clocked() {
    let time = 0;
    return { attempts: createAttempts(() => time), pass: (ms: number) => void (time += ms) };
  }
  const guessAll = (attempts: ReturnType<typeof createAttempts>, address: string, count = MAX_FAILURES) =>
    Array.from({ length: count }, (_, n) => attempts.failed(address, `guess ${n}`));

  it('block their network for a minute, and only theirs', () => {
    const { attempts, pass } = clocked();
    const blocked = guessAll(attempts, '10.0.0.1');
    expect(blocked.indexOf(true)).toBe(MAX_FAILURES - 1);
    expect(attempts.waitOf('::ffff:10.0.0.1')).toBe(WINDOW_MS);
    expect(attempts.waitOf('10.0.0.2')).toBe(0);
    pass(WINDOW_MS - 1);
    expect(attempts.waitOf('10.0.0.1')).toBe(1);
    pass(1);
    expect(attempts.waitOf('10.0.0.1')).toBe(0);
    expect(guessAll(attempts, '10.0.0.1').at(-1)).toBe(true);
  });

  it('block for the whole minute, however slowly they came', () => {
    const { attempts, pass } = clocked();
    guessAll(attempts, '10.0.0.1', MAX_FAILURES - 1);
    pass(WINDOW_MS - 1);
    attempts.failed('10.0.0.1', 'one more');
    expect(attempts.waitOf('10.0.0.1')).toBe(WINDOW_MS);
  });

  it('are one guess where they are one token', () => {
    const { attempts } = clocked();
    for (let n = 0; n < 1000; n += 1) expect(attempts.failed('10.0.0.1', 'the same')).toBe(false);
    expect(attempts.waitOf('10.0.0.1')).toBe(0);
  });

  it('from all addresses of an IPv6 network are counted together', () => {
    const { attempts } = clocked();
    for (let n = 0; n < MAX_FAILURES; n += 1) attempts.failed(`2001:db8::${n.toString(16)}:1`, `guess ${n}`);
    expect(attempts.waitOf('2001:db8::beef')).toBe(WINDOW_MS);
  });

  it('are never looked at faster than the limit, whatever the mix', () => {
    const act = fc.record({
      wait: fc.integer({ min: 0, max: 30_000 }),
      guesses: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { attempts, pass } = clocked();
        const looked: number[] = [];
        let time = 0;
        for (const { wait, guesses } of acts) {
          pass(wait);
          time += wait;
          for (let n = 0; n < guesses; n += 1) {
            if (attempts.waitOf('10.0.0.1') > 0) break;
            attempts.failed('10.0.0.1', `${time} ${n}`);
            looked.push(time);
          }
        }
        // Two windows that meet are the worst case.
        for (const [n, start] of looked.entries()) {
          const within = looked.slice(n).filter((at) => at < start + WINDOW_MS).length;
          expect(within).toBeLessThanOrEqual(2 * MAX_FAILURES);
        }
      }),
    );
  });

  it('of many networks do not grow the memory', () => {
    const { attempts } = clocked();
    guessAll(attempts, '10.0.0.1');
    for (let n = 0; n < 5000; n += 1) attempts.failed(`10.1.${n >> 8}.${n & 255}`, 'x');
    expect(attempts.waitOf('10.0.0.1')).toBe(0);
  });
});
