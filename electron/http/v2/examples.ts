/** The story as examples: each answer is what the domain's own rules say, so that none can be out of date. */
import { apply } from '../../../shared/domain/apply.ts';
import { CommandSchema } from '../../../shared/domain/commands.ts';
import { Tables } from '../../../shared/domain/tables.ts';
import { RULES_VERSION } from '../../../shared/domain/versions.ts';
import type { Example } from '../openapi.ts';
import { problemBody } from '../refused.ts';
import { refusedBy } from './refuse.ts';
import { STOCK, StockQuery, tellStock } from './stock.ts';
import { type Look, type Step, STORY, type Whole } from './story.ts';
import { answerOf, commandOf, placeOf } from './writes.ts';

/** When the story begins: a working day. */
const START = Date.UTC(2026, 4, 4, 8);
const MINUTE = 60_000;
const ACTOR = { operator: 'Ada', workstation: 'Front desk' };

/** Carries the story out in a shop of its own. The names tell the order. */
export function examples(): readonly Example[] {
  const tables = new Tables();
  let index = 0;
  return STORY.map((step, position) => {
    const shown = { name: `step${String(position + 1).padStart(2, '0')}`, summary: step.summary };
    if ('stock' in step) return { ...shown, ...look(tables, index, step) };
    index += 1;
    const call = callOf(step);
    const meta = { at: START + position * MINUTE, index, version: RULES_VERSION, actor: ACTOR };
    const { answer, changes, filings } = apply(tables, call.command, meta);
    tables.commit(changes, filings);
    const { method, path, params, body } = call;
    const asked = { ...shown, method, path, params, body };
    if (!answer.ok) {
      const refused = refusedBy(answer.refusal);
      return { ...asked, status: refused.status, answer: problemBody(refused) };
    }
    const { text, status } = answerOf(tables, call.command, answer);
    return { ...asked, status, answer: JSON.parse(text) as unknown };
  });
}

function look(tables: Tables, index: number, { stock: query }: Look) {
  const answer = JSON.parse(tellStock(tables, index, StockQuery.parse(query))) as unknown;
  return { method: STOCK.method, path: STOCK.path, params: {}, query, status: STOCK.status, answer };
}

function callOf(step: Step | Whole) {
  if ('command' in step) {
    const { command } = step;
    const to = { method: 'POST', path: '/api/v2/commands', params: {} };
    return { ...to, body: command, command: CommandSchema.parse(command) };
  }
  const { type, id, body } = step;
  const params: Readonly<Record<string, string>> = id === undefined ? {} : { id };
  return { ...placeOf(type), params, body, command: CommandSchema.parse(commandOf(type, id, body)) };
}
