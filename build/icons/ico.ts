/** Windows' container of one icon in several sizes, each a PNG (understood since Vista). */
import type { Picture } from './draw.ts';

const HEADER = 6;
const ENTRY = 16;
/** One byte holds a width or height; 256 is written as 0. */
const LARGEST = 256;

/** Pictures of up to 256 pixels in one .ico file. Throws a RangeError for a larger one. */
export function icoFile(pictures: readonly Picture[]): Uint8Array {
  const directory = Buffer.alloc(HEADER + ENTRY * pictures.length);
  directory.writeUInt16LE(1, 2); // 1: icons, not cursors
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  for (const [n, { size, png }] of pictures.entries()) {
    if (size > LARGEST) throw new RangeError(`an .ico file holds no picture of ${size} pixels`);
    const entry = HEADER + ENTRY * n;
    directory.writeUInt8(size % LARGEST, entry);
    directory.writeUInt8(size % LARGEST, entry + 1);
    directory.writeUInt16LE(1, entry + 4); // colour planes
    directory.writeUInt16LE(32, entry + 6); // bits a pixel
    directory.writeUInt32LE(png.length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([directory, ...pictures.map(({ png }) => png)]);
}
