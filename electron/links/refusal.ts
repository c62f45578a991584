/** The one frame that a refused node gets before the end. */
import { z } from 'zod';
import { Chain, recentChain } from './hello.ts';
import type { RefusalCode } from './types.ts';

/** A code of a newer version says no more than that it is a refusal. */
const Code = z.enum(['removed', 'copy', 'otherShop', 'update', 'refused']).catch('refused');

const Frame = z.object({ refused: Code, sentence: z.string().max(400), chain: Chain });

export type Refusal = Readonly<{ code: RefusalCode; sentence: string; chain: readonly string[] }>;

/** @param chain the authorities known here, without which the other side might not believe it */
export function refusalFrame(code: RefusalCode, sentence: string, chain: readonly string[]): unknown {
  return { refused: code, sentence: sentence.slice(0, 400), chain: recentChain(chain) };
}

/** The refusal in a frame; null if it is none. */
export function parseRefusal(value: unknown): Refusal | null {
  if (typeof value !== 'object' || value === null || !('refused' in value)) return null;
  const parsed = Frame.safeParse(value);
  if (!parsed.success) return null;
  const { refused, sentence, chain } = parsed.data;
  return { code: refused, sentence, chain };
}
