/** Nodes, messages and what happens to them, as a scenario's output shows it. */
import type { Configuration, Effect, Entry, Index, Message, Term } from '../../types.ts';
import type { Packet } from '../network.ts';
import type { SimNode } from '../node.ts';

/** `3/t2`: index 3, term 2. */
const at = ({ index, term }: Readonly<{ index: Index; term: Term }>): string => `${index}/t${term}`;

/** One line: role, term, vote, log and how much of it is durable and committed, who takes part. */
export function showNode(node: SimNode): string {
  const { id, view, up, disk } = node;
  if (!up) return `${id} is off`;
  const who = view.leader === null || view.leader === id ? view.role : `${view.role} of ${view.leader}`;
  const marks = [...(view.damaged ? ['damaged'] : []), ...(disk.hangs ? ['disk hangs'] : [])];
  return [
    `${id} ${who}`,
    `term ${view.term}`,
    ...(view.vote === null ? [] : [`vote ${view.vote}`]),
    `log ${showLog(node)}`,
    `durable ${view.stable}`,
    `commit ${view.commit}`,
    showConfiguration(view.configuration),
    ...marks,
  ].join(', ');
}

/** Runs of one term together: `1-3/t1 4/t2`; what only a snapshot holds is `[..3/t1]`. */
function showLog({ view, mirror }: SimNode): string {
  const runs: { from: Index; to: Index; term: Term }[] = [];
  for (let index = mirror.base + 1; index <= view.lastIndex; index++) {
    const term = mirror.termAt(index) ?? 0;
    const last = runs.at(-1);
    if (last?.term === term) last.to = index;
    else runs.push({ from: index, to: index, term });
  }
  const shown = runs.map(({ from, to, term }) => `${from === to ? from : `${from}-${to}`}/t${term}`);
  if (mirror.base > 0) shown.unshift(`[..${mirror.base}/t${mirror.termAt(mirror.base) ?? 0}]`);
  return shown.length === 0 ? 'empty' : shown.join(' ');
}

export function showConfiguration({ voters, outgoing, learners }: Configuration): string {
  const joint = outgoing.length === 0 ? '' : ` with ${outgoing.join(' ')}`;
  return `voters ${voters.join(' ')}${joint}${learners.length === 0 ? '' : `, learners ${learners.join(' ')}`}`;
}

/** `n1>n2 append term=2 prev=1/t1 entries=2/t2 commit=1`. */
export function showPacket({ from, to, message }: Packet): string {
  return `${from}>${to} ${message.type}${fieldsOf(message)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')}`;
}

function fieldsOf(message: Message): readonly (readonly [string, string])[] {
  const { type, ...fields } = message;
  if (type === 'append') {
    const { prevIndex: index, prevTerm: term, entries, commit } = message;
    const carried = entries.length === 0 ? '-' : entries.map(at).join(',');
    return [
      ['term', String(message.term)],
      ['prev', at({ index, term })],
      ['entries', carried],
      ['commit', String(commit)],
    ];
  }
  return Object.entries(fields).map(([name, value]: [string, unknown]) => {
    if (value instanceof Uint8Array) return ['bytes', String(value.length)];
    if (name === 'snapshot') return [name, at(value as Entry)];
    return [name, String(value)];
  });
}

/** What a reader wants to see happen; null: what is told otherwise, or too often. */
export function showEffect({ id }: SimNode, effect: Effect, nameOf: (ref: number) => string): string | null {
  switch (effect.type) {
    case 'leadership': {
      const { role, term, leader } = effect;
      if (role === 'leader') return `${id} leads term ${term}`;
      if (role !== 'follower') return `${id} is ${role} in term ${term}`;
      return leader === null
        ? `${id} knows no leader in term ${term}`
        : `${id} follows ${leader} in term ${term}`;
    }
    case 'apply': {
      const [first] = effect.entries;
      const last = effect.entries.at(-1);
      if (first === undefined || last === undefined) return null;
      return `${id} applies ${first === last ? at(first) : `${first.index}-${at(last)}`}`;
    }
    case 'restore':
      return `${id} becomes the snapshot ${at(effect.snapshot)}`;
    case 'proposed':
      return `${id} appends ${nameOf(effect.ref)} at ${effect.firstIndex}`;
    case 'notProposed':
      return `${id} refuses ${nameOf(effect.ref)}: ${effect.reason}`;
    case 'readable':
      return `${id} may answer ${nameOf(effect.ref)} once ${effect.index} is applied`;
    case 'notReadable':
      return `${id} cannot answer ${nameOf(effect.ref)}`;
    case 'healed':
      return `${id} has healed`;
    case 'dropped':
      return `${id} drops a message of ${effect.from}: ${effect.reason}`;
    case 'persist':
    case 'send':
    case 'sendSnapshotChunk':
    case 'storeSnapshotChunk':
      return null;
  }
}
