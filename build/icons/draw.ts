/** SVG to pixels, the same on every machine: the renderer is WebAssembly and the drawings have no text. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

export type Picture = Readonly<{
  size: number;
  png: Uint8Array;
  /** RGBA, premultiplied, row by row. */
  pixels: Uint8Array;
}>;

let ready: Promise<void> | null = null;

/** Loads the renderer, once a process. */
export function loadRenderer(): Promise<void> {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) =>
    initWasm(wasm),
  );
  return ready;
}

/** Draws a square SVG at `size` pixels. `loadRenderer` must have resolved. */
export function draw(svg: string, size: number): Picture {
  const resvg = new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } });
  const image = resvg.render();
  try {
    return { size, png: image.asPng(), pixels: image.pixels };
  } finally {
    image.free();
    resvg.free();
  }
}
