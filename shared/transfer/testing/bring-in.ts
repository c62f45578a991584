/** Files into shops, for tests. */
import type { SheetName } from '../../contract/files.ts';
import { apply } from '../../domain/apply.ts';
import type { Command } from '../../domain/commands.ts';
import type { State } from '../../domain/model.ts';
import type { Tables } from '../../domain/tables.ts';
import { metaOf } from '../../domain/testing/meta.ts';
import { parseCsv } from '../csv.ts';
import { type ImportPlan, planSteps } from '../plan.ts';
import { SHEETS } from '../sheets/index.ts';
import { writeSheet } from '../sheets/write.ts';
import { drain } from '../steps.ts';

export const planCsv = (name: SheetName, csv: string, shop: State): ImportPlan =>
  drain(planSteps(SHEETS[name], parseCsv(csv), shop));

export const csvOf = (name: SheetName, shop: State, past = false): string =>
  [...writeSheet(SHEETS[name], shop, { past })].join('');

/** Sends commands; all have to go through, as a dry run said. */
export function send(commands: readonly Command[], shop: Tables): void {
  for (const [n, command] of commands.entries()) {
    const { answer, changes, filings } = apply(shop, command, metaOf(10_000 + n));
    if (!answer.ok) throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(answer.refusal)}`);
    shop.commit(changes, filings);
  }
}

/** Plans, and sends if nothing is wrong. */
export function bringIn(name: SheetName, csv: string, shop: Tables): ImportPlan {
  const plan = planCsv(name, csv, shop);
  send(plan.commands, shop);
  return plan;
}
