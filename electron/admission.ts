/**
 * What a member does for somebody who may come in: has it committed, and only then signs its certificate and hands over
 * what a member needs (docs/membership.md, "Getting in").
 */
import { z } from 'zod';
import { issueLeaf } from './membership/identity/authority.ts';
import type { AuthorityKey } from './membership/identity/key-store.ts';
import type { Admission, Applicant } from './membership/joining/host.ts';
import { refusalOf } from './membership/joining/refusal.ts';
import { memberOf } from './membership/roster/roster.ts';
import { type Consent, Roster, type RosterAnswer, type RosterCommand } from './membership/roster/types.ts';
import { Founding } from './replica/envelope.ts';
import { Unavailable } from './workstation-interface.ts';

/** What a newcomer is told of the shop, so that it knows whom to speak with before it has the records. */
export const Welcome = z.strictObject({ founding: Founding, roster: Roster });
export type Welcome = Readonly<z.output<typeof Welcome>>;

export type AdmissionPorts = Readonly<{
  founding: Founding;
  roster: () => Roster;
  /** The newest authority's key; null: it is not here yet. */
  authority: () => AuthorityKey | null;
  submit: (command: RosterCommand) => Promise<RosterAnswer>;
}>;

export async function admit(
  ports: AdmissionPorts,
  applicant: Applicant,
  consent: Consent,
  publicKey: Uint8Array,
): Promise<Admission> {
  const { node, name, key, addresses } = applicant;
  let answer: RosterAnswer;
  try {
    answer = await ports.submit({
      type: 'roster.admit',
      member: { id: node, name, key, addresses },
      consent,
    });
  } catch (cause) {
    return { ok: false, code: cause instanceof Unavailable ? 'noMajority' : 'failed' };
  }
  if (!answer.ok) return { ok: false, code: refusalOf(answer.refusal).code };
  return grant(ports, node, publicKey);
}

async function grant(ports: AdmissionPorts, node: string, spki: Uint8Array): Promise<Admission> {
  const { founding, roster, authority } = ports;
  const signer = authority();
  const row = memberOf(roster(), node);
  if (signer === null || row === null) return { ok: false, code: 'failed' };
  const { clusterId, epoch } = founding;
  const publicKey = Buffer.from(spki).toString('base64');
  const leaf = await issueLeaf(signer, { clusterId, epoch, node, publicKey });
  const welcome: Welcome = { founding, roster: roster() };
  return {
    ok: true,
    grant: {
      name: row.name,
      leaf,
      chain: roster().authorities.map(({ certificate }) => certificate),
      authorityKey: { generation: signer.generation, key: signer.privateKey },
      founding: welcome,
      members: roster().members.map(({ id, addresses }) => ({ id, addresses })),
    },
  };
}
