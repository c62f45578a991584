/** For a runtime other than the tests' own: makes a shop, links two nodes over TLS, and says what it saw in JSON. */
import { judgePeer } from '../../membership/identity/judge.ts';
import { type Note, tlsNet } from './nodes.ts';

async function main(): Promise<void> {
  const net = tlsNet();
  const [a, b] = [await net.start('a'), await net.start('b')];
  await Promise.all([a.untilConnected('b'), b.untilConnected('a')]);
  const note: Note = { type: 'note', text: 'Größe' };
  a.links.send('b', note);
  await b.untilMessages(1);
  const identity = await net.shop.identityOf('c');
  const leaf = Buffer.from(identity.certificate, 'base64');
  const known = {
    clusterId: 'cluster-1',
    epoch: 0,
    authorities: [{ generation: 0, certificate: identity.chain[0] ?? '' }],
    memberKeys: new Map<string, string>(),
    tombstones: new Set<string>(),
  };
  const judged = judgePeer({ leaf, chain: [] }, known);
  a.links.disconnect('b', 'removed');
  await b.until(() => b.told.some(({ type }) => type === 'refused'));
  const refused = b.told.find(({ type }) => type === 'refused');
  await net.stop();
  // Electron's TLS is BoringSSL, Node's is OpenSSL.
  const runtime = 'electron' in process.versions ? 'electron' : 'node';
  process.stdout.write(JSON.stringify({ runtime, heard: b.messages, judged: judged.ok, refused }));
}

void main();
