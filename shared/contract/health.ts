/** How the shop is, as every screen, tray and status call tells it. */
import { z } from 'zod';
import { Lobby, Membership } from './membership.ts';

/**
 * well: at least one voter may fail. degraded: writing works, but no further failure is survived.
 * alone: a shop of one workstation. readingOnly: no majority. starting: not known yet.
 * noShop: nothing founded or joined here.
 */
export const Mode = z.enum(['well', 'degraded', 'alone', 'readingOnly', 'starting', 'noShop']);
export type Mode = z.infer<typeof Mode>;

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  self: z.boolean(),
  voter: z.boolean(),
  leader: z.boolean(),
  reachable: z.boolean(),
  /** Where its console and REST answer; null when unknown. */
  http: z.object({ host: z.string(), port: z.number() }).nullable(),
  link: z.object({ host: z.string(), port: z.number() }).nullable(),
  /** Changes that it has yet to take in, as last heard; null when unknown. */
  lag: z.number().nullable(),
  /** Somebody says that it is always on. */
  pinned: z.boolean(),
  /** It is on its way out of the shop. */
  leaving: z.boolean(),
});
export type Member = z.infer<typeof Member>;

export const Health = z.object({
  mode: Mode,
  shop: z.string(),
  members: z.array(Member),
  /** How many more workstations may fail while writing goes on. */
  mayFail: z.number(),
  /** Names of those of whom this many must come back before writing goes on. */
  waitingFor: z.object({ count: z.number(), names: z.array(z.string()) }).nullable(),
  /** The workstations hold different records and nobody can tell whose are right: nothing can be changed until then. */
  contradicted: z.boolean(),
  /** Milliseconds since this workstation last knew itself up to date; 0 while it follows. */
  staleMs: z.number(),
  /** Sentences about this workstation itself (its disk, its ports) that somebody should read. */
  findings: z.array(z.string()),
  /** Who asks to be let in, and what is being changed; null without a shop. */
  membership: Membership.nullable(),
  /** What can be done without a shop; null in one. */
  lobby: Lobby.nullable(),
  /** Raft's words, shown under Details only. */
  details: z.object({
    node: z.string(),
    clusterId: z.string(),
    role: z.string(),
    term: z.number(),
    leader: z.string().nullable(),
    commitIndex: z.number(),
    appliedIndex: z.number(),
    lastIndex: z.number(),
    snapshotIndex: z.number(),
    digest: z.string(),
    damaged: z.boolean(),
    drops: z.record(z.string(), z.number()),
  }),
});
export type Health = z.infer<typeof Health>;

/** Of a workstation that belongs to no shop: there is nothing to know. */
export const NO_SHOP: Health = {
  mode: 'noShop',
  shop: '',
  members: [],
  mayFail: 0,
  waitingFor: null,
  contradicted: false,
  staleMs: 0,
  findings: [],
  membership: null,
  lobby: null,
  details: {
    node: '',
    clusterId: '',
    role: 'none',
    term: 0,
    leader: null,
    commitIndex: 0,
    appliedIndex: 0,
    lastIndex: 0,
    snapshotIndex: 0,
    digest: '',
    damaged: false,
    drops: {},
  },
};
