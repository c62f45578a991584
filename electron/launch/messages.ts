/** What the app and whoever started it tell each other over Node's channel between the two. */
import { z } from 'zod';

/** From the app. */
export const FromApp = z.union([
  /** The window is there, and the workstation runs, or the window says why it does not. */
  z.literal('ready'),
  /** The workstation runs; where REST answers, or null where it is off. Comes before `ready`. */
  z.strictObject({ rest: z.string().nullable() }),
]);
export type FromApp = z.infer<typeof FromApp>;

/** To the app: end, as by its menu; load the page's files anew. */
export const ToApp = z.enum(['quit', 'reload']);
export type ToApp = z.infer<typeof ToApp>;
