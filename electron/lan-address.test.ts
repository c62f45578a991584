import { describe, expect, it } from 'vitest';
import { UsageError } from './flags.ts';
import { askedLan, parseLanAddress } from './lan-address.ts';

describe('where HTTPS answers other machines', () => {
  it.each([
    ['5443', { host: null, port: 5443 }],
    ['0', { host: null, port: 0 }],
    ['192.168.1.5:5443', { host: '192.168.1.5', port: 5443 }],
    ['[2001:db8::5]:443', { host: '2001:db8::5', port: 443 }],
    ['cnc-pc.local:65535', { host: 'cnc-pc.local', port: 65535 }],
  ])('%s', (text, address) => {
    expect(parseLanAddress('--lan-http', text)).toEqual(address);
  });

  it.each(['', 'on', ':5443', '1.2.3.4', '65536', '2001:db8::5:443', 'a b:1', '5443/', '-1'])(
    'is not %j',
    (text) => {
      const sentence = `--lan-http must be PORT or HOST:PORT with a port up to 65535, not "${text}".`;
      expect(() => parseLanAddress('--lan-http', text)).toThrow(new UsageError(sentence));
    },
  );

  it('is nowhere unless a flag or a variable says so; the flag counts first', () => {
    const flag = { host: null, port: 1 };
    expect(askedLan(undefined, {})).toBeNull();
    expect(askedLan(undefined, { PRINTRAFT_LAN_HTTP: '' })).toBeNull();
    expect(askedLan(undefined, { PRINTRAFT_LAN_HTTP: '5443' })).toEqual({ host: null, port: 5443 });
    expect(askedLan(flag, { PRINTRAFT_LAN_HTTP: '5443' })).toEqual(flag);
    expect(() => askedLan(undefined, { PRINTRAFT_LAN_HTTP: 'yes' })).toThrow(
      /^PRINTRAFT_LAN_HTTP must be PORT/,
    );
  });
});
