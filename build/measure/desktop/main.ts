/** Measures the app; prints the rows as JSON. Needs a screen and the Electron that `desktop.ts` names. */
import type { Row } from '../figure.ts';
import { changesSeen } from './changes.ts';
import { memory } from './memory.ts';
import { startsAndQuits } from './starts.ts';
import { underLoad } from './under-load.ts';

const rows: Row[] = [];
for (const measure of [startsAndQuits, memory, changesSeen, underLoad]) rows.push(...(await measure()));
process.stdout.write(JSON.stringify(rows));
process.exit(0);
