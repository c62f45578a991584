/** What `/api/v1` and the welcome server's calls answer: the workstation documents it, a client parses with it. */
import { z } from 'zod';
import { JOB_STATUSES } from '../domain/model.ts';

export const Success = z.object({ success: z.literal(true) });
export const RefusalAnswer = z.object({ success: z.literal(false), error: z.string() });

export const PrinterRow = z.object({
  id: z.string(),
  company: z.string(),
  model: z.string(),
  status: z.literal('Available'),
});
export type PrinterRow = z.infer<typeof PrinterRow>;

/** A spool; weights in grams. */
export const FilamentRow = z.object({
  id: z.string(),
  type: z.string(),
  color: z.string(),
  total_weight: z.number(),
  remaining_weight: z.number(),
});
export type FilamentRow = z.infer<typeof FilamentRow>;

export const JobRow = z.object({
  id: z.string(),
  printer_id: z.string(),
  filament_id: z.string(),
  filepath: z.string(),
  print_weight_in_grams: z.number(),
  status: z.enum(JOB_STATUSES),
  created_at: z.number().meta({ description: 'Epoch seconds.' }),
  completed_at: z.number().optional().meta({ description: 'Epoch seconds; only when Done or Cancelled.' }),
});
export type JobRow = z.infer<typeof JobRow>;

export const PrinterList = z.array(PrinterRow);
export const FilamentList = z.array(FilamentRow);
export const JobList = z.array(JobRow);

const Place = z.object({ host: z.string(), port: z.number() });
const Leader = Place.extend({ node_id: z.string() });
const Peer = Place.extend({ status: z.enum(['alive', 'dead']) });
export type Leader = z.infer<typeof Leader>;
export type Peer = z.infer<typeof Peer>;

export const NodeStatusAnswer = Success.extend({ leader: Leader.nullable(), peers: z.array(Peer) });
export type NodeStatusAnswer = z.infer<typeof NodeStatusAnswer>;
export const PeersAnswer = Success.extend({ peers: z.array(Peer) });
export type PeersAnswer = z.infer<typeof PeersAnswer>;
export const LeaderAnswer = Success.extend({ leader: Leader });
export type LeaderAnswer = z.infer<typeof LeaderAnswer>;
