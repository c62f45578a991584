/**
 * The rows of `/api/v2` that write, made from the domain's table of commands: `job.create` is `POST /jobs`, `job.edit`
 * is `PATCH /jobs/:id`, and any other `job.start` is `POST /jobs/:id/start`. `POST /commands` takes any of them.
 */
import { z } from 'zod';
import { type KindName, RECORDS, writtenOf } from '../../../shared/contract/v2.ts';
import type { Answer } from '../../../shared/domain/answers.ts';
import {
  type Command,
  Commands,
  type CommandInput,
  CommandSchema,
  type CommandType,
} from '../../../shared/domain/commands.ts';
import type { State } from '../../../shared/domain/model.ts';
import { locationOf, PATH_OF, recordOf } from './kinds.ts';
import { Nothing, OneParams } from './reads.ts';
import { refusedBy } from './refuse.ts';
import { type Answered, type Call, type Route, route } from './route.ts';
import { SUMMARIES } from './summaries.ts';

/** What a rule may say to any of them. */
const REFUSALS = [404, 409, 422] as const;
const base = { query: Nothing, refusals: REFUSALS } as const;

const CREATES: ReadonlySet<CommandType> = new Set<CommandType>([
  'filament.create',
  'spool.create',
  'printer.create',
  'job.create',
  'job.repeat',
]);

/** Which field of the command the id in the path is. */
const idField = (type: CommandType) => (type === 'job.repeat' ? 'job' : 'id');

/** The kind of record that a command is about, as it stands in paths. */
export function kindOf(type: CommandType): KindName {
  // Every type is `kind.verb`.
  return PATH_OF[type.slice(0, type.indexOf('.')) as keyof typeof PATH_OF];
}

/** Where a command has a call of its own. */
export function placeOf(type: CommandType): Readonly<{ method: 'POST' | 'PATCH'; path: string }> {
  const verb = type.slice(type.indexOf('.') + 1);
  const path = `/api/v2/${kindOf(type)}`;
  if (verb === 'create') return { method: 'POST', path };
  if (verb === 'edit') return { method: 'PATCH', path: `${path}/:id` };
  return { method: 'POST', path: `${path}/:id/${verb}` };
}

/** The command of a call. @param id of the path, where it has one. The body has passed the row's schema. */
export function commandOf(type: CommandType, id: string | undefined, body: object): CommandInput {
  const named = id === undefined ? {} : { [idField(type)]: id };
  return { ...body, ...named, type } as CommandInput;
}

/** The type that says which kind of record the answer's id is of: of several commands that of the first. */
function leadOf(command: CommandInput): CommandType {
  if (command.type !== 'batch') return command.type;
  const [first] = command.commands;
  if (first === undefined) throw new TypeError('the schema lets no empty batch through');
  return first.type;
}

/** What is answered to a command that was carried out. @throws Refused where a rule forbids it */
export function answerOf(shop: State, command: CommandInput, answer: Answer): Required<Answered> {
  if (!answer.ok) throw refusedBy(answer.refusal);
  const { id, ids } = answer;
  const kind = kindOf(leadOf(command));
  const told = { id, ...(ids === undefined ? {} : { ids }), entity: recordOf(shop, kind, id) ?? null };
  const isNew = command.type !== 'batch' && CREATES.has(command.type);
  return {
    text: JSON.stringify(told),
    headers: isNew ? { location: locationOf(kind, id) } : {},
    status: isNew ? 201 : 200,
  };
}

type Writing = Pick<Call<unknown, unknown, unknown>, 'workstation' | 'key' | 'operator'>;

async function carryOut({ workstation, key, operator }: Writing, command: CommandInput): Promise<Answered> {
  const by = operator === undefined ? { key } : { key, operator };
  const answer = await workstation.execute(command, by);
  return answerOf(workstation.shop, command, answer);
}

function write(type: CommandType): Route {
  const { method, path } = placeOf(type);
  // Of which command it is does not matter here: every one is an object's schema.
  const whole: z.ZodObject = Commands[type];
  const hasId = path.includes(':id');
  return route(
    {
      ...base,
      method,
      path,
      summary: SUMMARIES[type],
      params: hasId ? OneParams : Nothing,
      body: hasId ? withoutField(whole, idField(type)) : whole,
      status: CREATES.has(type) ? 201 : 200,
      answer: writtenOf(RECORDS[kindOf(type)]),
    },
    (call) => {
      const { id } = call.params as { id?: string };
      return carryOut(call, commandOf(type, id, call.body));
    },
  );
}

function withoutField({ shape }: z.ZodObject, field: string): z.ZodObject {
  return z.object(Object.fromEntries(Object.entries(shape).filter(([name]) => name !== field)));
}

const anyCommand = route(
  {
    ...base,
    method: 'POST',
    path: '/api/v2/commands',
    summary:
      'Any command, told apart by its type, or several (batch), all of them or none. What makes a record is answered with 201.',
    params: Nothing,
    body: CommandSchema,
    status: 200,
    also: 201,
    answer: writtenOf(z.union(Object.values(RECORDS))),
  },
  (call) => carryOut(call, call.body satisfies Command),
);

export const COMMAND_TYPES = Object.keys(Commands) as CommandType[];
export const WRITES: readonly Route[] = [anyCommand, ...COMMAND_TYPES.map(write)];
