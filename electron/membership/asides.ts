/** What members tell each other beside Raft: nothing that the log would have to remember. */
import { z } from 'zod';

const Generation = z.int().nonnegative();

export const Aside = z.discriminatedUnion('type', [
  /** I am about to quit or to sleep, so my seat should go to somebody who stays; false: I stay after all. */
  z.strictObject({ type: z.literal('quitting'), quitting: z.boolean() }),
  /** The key of one of the shop's authorities (PKCS #8, base64): only ever over a link between members. */
  z.strictObject({
    type: z.literal('authorityKey'),
    generation: Generation,
    key: z.string().min(1).max(1_024),
  }),
  /** I lack that one. */
  z.strictObject({ type: z.literal('authorityWanted'), generation: Generation }),
  /** Whether I could connect to you where you say that you listen. */
  z.strictObject({ type: z.literal('dialBack'), reached: z.boolean() }),
]);
export type Aside = Readonly<z.output<typeof Aside>>;
