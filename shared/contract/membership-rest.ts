/** What `GET /api/v2/membership` answers; `POST` takes an `Action` and answers with `Managed`. */
import type { z } from 'zod';
import { Health } from './health.ts';

export const MembershipAnswer = Health.pick({
  mode: true,
  shop: true,
  members: true,
  waitingFor: true,
  membership: true,
  lobby: true,
});
export type MembershipAnswer = z.infer<typeof MembershipAnswer>;
