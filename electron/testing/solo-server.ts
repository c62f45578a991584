/**
 * Serves the sample shop from memory: REST, the console in dist/renderer and its WebSocket.
 * `node --import tsx electron/testing/solo-server.ts [port]`; a line on stdin sets the mode (`readingOnly`, `alone`, …).
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startHttp } from '../http/server.ts';
import { createRoom } from '../http/v2/import-room.ts';
import { Mode } from '../../shared/contract/health.ts';
import { sampleShop } from '../../shared/domain/sample.ts';
import { createSolo } from './solo.ts';

const solo = createSolo();
for (const command of sampleShop()) {
  const answer = await solo.execute(command);
  if (!answer.ok) console.error('Sample command refused:', command, answer.refusal);
}
const { address } = await startHttp({
  workstation: solo,
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 5100),
  consoleDirectory: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
  build: 'solo',
  imports: createRoom(),
  log: (message, detail) => console.error(message, detail),
});
console.log(`http://${address.host}:${address.port}`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const mode = Mode.safeParse(line.trim());
  if (mode.success) solo.setMode(mode.data);
  else console.error(`Modes: ${Mode.options.join(', ')}`);
});
