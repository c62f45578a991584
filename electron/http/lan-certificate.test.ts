import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CertificateError, fingerprintOf, ownCertificate } from './lan-certificate.ts';
import { machineNames } from './machine-names.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printraft-certificate-'));
  file = join(directory, 'lan-certificate.json');
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

const DAY = 24 * 60 * 60 * 1000;
const HERE = { addresses: ['192.168.1.5', '2001:db8::5'], names: ['cnc-pc', 'cnc-pc.local'] };
const publicKeyOf = (cert: string) =>
  new X509Certificate(cert).publicKey.export({ format: 'der', type: 'spki' });

describe('the names of this machine', () => {
  const card = (address: string, family: 'IPv4' | 'IPv6', internal = false) => ({
    address,
    family,
    internal,
  });

  it('are the addresses that a URL can name, IPv4 first, and what it is called', () => {
    const cards = {
      lo: [card('127.0.0.1', 'IPv4', true), card('::1', 'IPv6', true)],
      eth0: [card('fe80::1', 'IPv6'), card('2001:DB8::5', 'IPv6'), card('192.168.1.5', 'IPv4')],
      gone: undefined,
    };
    expect(machineNames(cards, 'CNC-PC.shop.example')).toEqual({
      addresses: ['192.168.1.5', '2001:db8::5'],
      names: ['cnc-pc.shop.example', 'cnc-pc.local'],
    });
  });

  it.each(['', 'localhost', 'a b', 'Büro', '-x', '10.0.0.1', 'x'.repeat(64)])('leave out %j', (host) => {
    expect(machineNames({}, host)).toEqual({ addresses: [], names: [] });
  });
});

describe('the certificate', () => {
  it('is for these names and for this machine itself, for servers only', async () => {
    const { cert } = await ownCertificate(directory)(HERE);
    const parsed = new X509Certificate(cert);
    for (const address of [...HERE.addresses, '127.0.0.1', '::1'])
      expect(parsed.checkIP(address)).toBe(address);
    for (const name of [...HERE.names, 'localhost']) expect(parsed.checkHost(name)).toBe(name);
    expect(parsed.checkIP('192.168.1.6')).toBeUndefined();
    expect(parsed.checkHost('evil.example')).toBeUndefined();
    expect(parsed.ca).toBe(false);
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(parsed.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(Date.parse(parsed.validTo) - Date.parse(parsed.validFrom)).toBeLessThanOrEqual(397 * DAY);
  });

  it('stays the same from start to start, in a file that is its user’s alone', async () => {
    const first = await ownCertificate(directory)(HERE);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    expect(await ownCertificate(directory)(HERE)).toEqual(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    // An address that is gone is no reason: it may come back tomorrow.
    expect(await ownCertificate(directory)({ addresses: [], names: [] })).toEqual(first);
    expect(fingerprintOf(first)).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it.each([
    ['the machine has another address', { ...HERE, addresses: ['10.0.0.7'] }, 0],
    ['it ends within a month', HERE, 370 * DAY],
    ['the clock went back before it', HERE, -10 * DAY],
  ])('is made anew, with the same key, once %s', async (_when, names, later) => {
    const first = await ownCertificate(directory)(HERE);
    const second = await ownCertificate(directory, () => Date.now() + later)(names);
    expect(second.cert).not.toBe(first.cert);
    expect(second.key).toBe(first.key);
    expect(publicKeyOf(second.cert)).toEqual(publicKeyOf(first.cert));
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject(second);
  });

  it.each([
    ['no JSON', () => '{'],
    ['another shape', () => '{"format":1}'],
    [
      'the key of another',
      (text: string, other: string) => {
        const { key } = JSON.parse(other) as { key: string };
        return JSON.stringify({ ...(JSON.parse(text) as object), key });
      },
    ],
  ])('is made anew where the file has %s', async (_what, spoil) => {
    const first = await ownCertificate(directory)(HERE);
    const text = await readFile(file, 'utf8');
    await rm(file);
    await ownCertificate(directory)(HERE);
    await writeFile(file, spoil(text, await readFile(file, 'utf8')));
    const made = await ownCertificate(directory)(HERE);
    expect(made.key).not.toBe(first.key);
    expect(await ownCertificate(directory)(HERE)).toEqual(made);
  });

  it('of a newer program is left alone', async () => {
    await writeFile(file, '{"format":2}');
    await expect(ownCertificate(directory)(HERE)).rejects.toThrow(/newer PrintRaft: update/);
    expect(await readFile(file, 'utf8')).toBe('{"format":2}');
  });

  it('that cannot be kept is none', async () => {
    await rm(directory, { recursive: true });
    await expect(ownCertificate(directory)(HERE)).rejects.toBeInstanceOf(CertificateError);
  });
});
