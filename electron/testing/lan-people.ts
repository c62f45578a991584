/** What people do with workstations on a network of a test's own. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Host, Switch } from '../discovery/testing/namespaces.ts';
import { LanWorkstation } from './lan-workstation.ts';
import { emptyPlace } from './place.ts';

export function network(): Switch {
  const made = new Switch();
  onTestFinished(() => made.remove());
  return made;
}

/** A computer that has never run PrintRaft. */
export async function computer(lan: Switch, number: number): Promise<LanWorkstation> {
  const host = new Host();
  onTestFinished(() => host.remove());
  host.plug(lan, `10.77.0.${number}/24`);
  return new LanWorkstation(host, join(await emptyPlace(), 'data'));
}

export const computers = (lan: Switch, numbers: readonly number[]): Promise<LanWorkstation[]> =>
  Promise.all(numbers.map((number) => computer(lan, number)));

export async function founded(lan: Switch, shop = 'Northside'): Promise<LanWorkstation> {
  const first = await computer(lan, 1);
  await first.start('--found', shop, '--name', 'Office').said(new RegExp(shop));
  return first;
}

/** Whether it belongs to a shop of so many, and can work. */
export const belongs = async (workstation: LanWorkstation, members: number): Promise<boolean> => {
  const now = await workstation.membership();
  return now !== null && now.mode !== 'readingOnly' && now.lobby === null && now.members.length === members;
};

export async function invitation(
  by: LanWorkstation,
  kind: 'invitation' | 'keyFile',
  uses: number | null = null,
): Promise<string> {
  const answer = await by.manage({ action: 'invite', label: 'test', kind, uses, hours: 1 });
  if (!answer.ok || answer.invitation === null) throw new Error(JSON.stringify(answer));
  return answer.invitation.text;
}
