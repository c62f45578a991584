/**
 * `/api/v2/membership`: who belongs to the shop, and changing it. For this machine alone, as `/api/v2/devices`: a
 * program elsewhere needs none of it.
 */
import type { FastifyInstance } from 'fastify';
import { Action, type Managed } from '../../shared/contract/membership.ts';
import type { MembershipAnswer } from '../../shared/contract/membership-rest.ts';
import type { Workstation } from '../workstation-interface.ts';
import { check } from './check.ts';
import { Refused } from './refused.ts';
import { refuseOthers } from './rest.ts';

const PATH = '/api/v2/membership';

/** Puts both calls on `app`: `GET` tells what health tells now, `POST` carries out one action. */
export function registerMembership(app: FastifyInstance, workstation: Workstation): void {
  app.get(PATH, (_request, reply): MembershipAnswer => {
    reply.header('cache-control', 'no-store');
    const { mode, shop, members, waitingFor, membership, lobby } = workstation.health();
    return { mode, shop, members, waitingFor, membership, lobby };
  });

  app.post(PATH, async (request, reply): Promise<Managed> => {
    const managed = await workstation.manage(check(Action, request.body, 'The body'));
    if (!managed.ok) throw new Refused(409, managed.sentence, {}, managed.code);
    // An invitation is told once and kept nowhere.
    reply.header('cache-control', 'no-store');
    return managed;
  });

  refuseOthers(app, PATH);
}
