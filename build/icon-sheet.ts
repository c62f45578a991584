/** Draws docs/tray-icons.png: every icon at every size on light and dark panels. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { contactSheet } from './icons/sheet.ts';

const file = process.argv[2] ?? fileURLToPath(new URL('../docs/tray-icons.png', import.meta.url));
await writeFile(file, await contactSheet());
