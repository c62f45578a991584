/** Every command of the language: how it is written, what it is for, and what it does. */
import { type Arguments, logOf, nodesOf, ScenarioError } from './arguments.ts';
import { showNode, showPacket } from './show.ts';
import type { ScenarioWorld } from './world.ts';

export type Verb = Readonly<{
  usage: string;
  does: string;
  run: (world: ScenarioWorld, given: Arguments) => void;
}>;

/** Settings of `nodes`, by the name of the core's option. */
const SETTINGS = {
  election: 'electionTicks',
  heartbeat: 'heartbeatTicks',
  window: 'maxInflightAppends',
  windowBytes: 'maxInflightBytes',
  appendBytes: 'maxAppendBytes',
  uncommittedBytes: 'maxUncommittedBytes',
  keep: 'keepBehindSnapshot',
  chunk: 'chunkBytes',
  stall: 'stalledDiskTicks',
} as const;

/** Ticks a node until it asks for office, or at most for two timeouts. */
function campaign(world: ScenarioWorld, given: Arguments): void {
  const node = world.node(given.node());
  const asks = () => node.view.role !== 'follower';
  for (let left = 2 * world.cluster.electionTicks; left > 0 && !asks(); left--) world.cluster.tick(node.id);
  if (!asks()) world.lines.push(`${node.id} does not ask`);
}

export const VERBS: Readonly<Record<string, Verb>> = {
  nodes: {
    usage:
      'nodes VOTERS [LEARNERS] [election=10] [heartbeat=2] [window=8] [windowBytes=N] [appendBytes=N] [uncommittedBytes=N] [keep=3] [chunk=100] [stall=30]',
    does: 'The first command: so many voters, and so many learners after them. They are called n1, n2, … Times are in ticks.',
    run: (world, given) => {
      const entries = Object.entries(SETTINGS).flatMap(([name, option]) => {
        const value = given.number(name);
        return value === null ? [] : [[option, value] as const];
      });
      const size = given.count(0);
      if (size === 0) throw new ScenarioError('how many voters?');
      world.found({ size, learners: given.count(0), ...Object.fromEntries(entries) });
    },
  },
  disk: {
    usage: 'disk NODE [term=N] [vote=NODE] [log=TERM,TERM,…] [commit=N] [damaged]',
    does: 'What is on its disk before it starts. An entry is a term, as in log=1,1,2; one that changes who takes part is 2(VOTERS), 2(VOTERS;LEARNERS) or, joint, 2(VOTERS|OUTGOING), with + between names, as in 2(n1+n2).',
    run: (world, given) => {
      const id = given.node();
      const log = logOf(given.value('log') ?? '');
      const vote = given.value('vote');
      world.write(id, {
        term: given.number('term') ?? log.at(-1)?.term ?? 0,
        vote: vote === null ? null : (nodesOf(vote)[0] ?? null),
        commit: given.number('commit') ?? 0,
        log,
        damaged: given.flag('damaged'),
      });
    },
  },
  tick: {
    usage: 'tick NODE… [TICKS]',
    does: 'Time passes on these, one tick or so many; on nobody else.',
    run: (world, given) => {
      const ids = given.nodes();
      for (let left = given.count(1); left > 0; left--)
        world.cluster.tick(...ids.map((id) => world.node(id).id));
    },
  },
  run: {
    usage: 'run TICKS [NODE…]',
    does: 'So many times, a tick on these nodes, or on all, and then `settle`.',
    run: (world, given) => {
      const ticks = given.count(1);
      const named = given.nodes().map((id) => world.node(id).id);
      for (let left = ticks; left > 0; left--) {
        world.cluster.tick(...(named.length === 0 ? world.cluster.nodes.map(({ id }) => id) : named));
        world.settle();
      }
    },
  },
  campaign: {
    usage: 'campaign NODE',
    does: 'Time passes on it, a follower, until it asks for office.',
    run: campaign,
  },
  elect: {
    usage: 'elect NODE',
    does: '`campaign`, then `settle`.',
    run: (world, given) => {
      campaign(world, given);
      world.settle();
    },
  },
  propose: {
    usage: 'propose NODE TEXT…',
    does: 'It is asked to append these commands, in one go. Each TEXT is used once in a scenario.',
    run: (world, given) => {
      const { id } = world.node(given.node());
      const texts: string[] = [];
      for (let text = given.word(); text !== null; text = given.word()) texts.push(text);
      if (texts.length === 0) throw new ScenarioError('what?');
      world.call(texts.join(' '));
      world.cluster.submit(id, texts);
    },
  },
  read: {
    usage: 'read NODE [NAME]',
    does: 'It is asked for an index at which a read is linearizable. NAME is how the output calls it.',
    run: (world, given) => {
      const { id } = world.node(given.node());
      world.call(given.word() ?? 'the read');
      world.cluster.read(id);
    },
  },
  change: {
    usage: 'change NODE voters=A,B,… [learners=C,…] [basedOn=INDEX]',
    does: 'It is asked to change who takes part, as decided on the configuration of that index, or on its newest.',
    run: (world, given) => {
      const { id } = world.node(given.node());
      const voters = nodesOf(given.value('voters') ?? '');
      const learners = nodesOf(given.value('learners') ?? '');
      const basedOn = given.number('basedOn');
      world.call(`the change to ${voters.join(' ')}`);
      world.cluster.reconfigure(id, { voters, learners, ...(basedOn === null ? {} : { basedOn }) });
    },
  },
  transfer: {
    usage: 'transfer NODE TO',
    does: 'It is asked to hand over to TO.',
    run: (world, given) => {
      const { id } = world.node(given.node());
      world.cluster.transfer(id, world.node(given.node()).id);
    },
  },
  stepDown: {
    usage: 'stepDown NODE',
    does: 'It is about to sleep.',
    run: (world, given) => world.node(given.node()).step({ type: 'stepDown' }),
  },
  listen: {
    usage: 'listen NODE',
    does: 'It has just woken.',
    run: (world, given) => world.node(given.node()).step({ type: 'listen' }),
  },
  compact: {
    usage: 'compact NODE',
    does: 'It writes a snapshot of what it has applied; `sync` or `settle` makes it durable.',
    run: (world, given) => world.node(given.node()).compact(),
  },
  join: {
    usage: 'join',
    does: 'One more node is switched on, with an empty disk; nobody has heard of it.',
    run: (world) => world.lines.push(`${world.cluster.join().id} is on`),
  },
  deliver: {
    usage: 'deliver [FROM>TO] [TYPE] [COUNT]',
    does: 'Messages that are under way now arrive, held or not, oldest first: all that are meant, or so many. FROM and TO are nodes or *.',
    run: (world, given) => {
      const meant = world.meant(given.path());
      const count = given.count(meant.length);
      for (const packet of meant.slice(0, count)) world.deliver(packet);
      if (meant.length === 0) world.lines.push('nothing to deliver');
    },
  },
  drop: {
    usage: 'drop [FROM>TO] [TYPE]',
    does: 'Messages that are under way now are lost.',
    run: (world, given) => {
      const meant = new Set(world.meant(given.path()));
      world.cluster.network.lose((packet) => meant.has(packet));
      if (meant.size === 0) world.lines.push('nothing to drop');
    },
  },
  duplicate: {
    usage: 'duplicate [FROM>TO] [TYPE]',
    does: 'Messages that are under way now will arrive twice: the second ones after all others.',
    run: (world, given) => {
      const meant = world.meant(given.path());
      for (const packet of meant) world.cluster.network.send({ ...packet });
      if (meant.length === 0) world.lines.push('nothing to duplicate');
    },
  },
  hold: {
    usage: 'hold [FROM>TO] [TYPE]',
    does: '`settle` leaves such messages under way from now on.',
    run: (world, given) => void world.held.push(given.path()),
  },
  release: {
    usage: 'release',
    does: 'No messages are held any more.',
    run: (world) => void world.held.splice(0),
  },
  cut: {
    usage: 'cut FROM>TO',
    does: 'What is sent there from now on is lost. FROM and TO are nodes or *.',
    run: (world, given) => {
      const { from, to } = given.path();
      for (const one of world.cluster.nodes)
        for (const other of world.cluster.nodes)
          if (one !== other && (from ?? one.id) === one.id && (to ?? other.id) === other.id)
            world.cluster.network.cut(one.id, other.id);
    },
  },
  mend: {
    usage: 'mend',
    does: 'Nothing is cut any more.',
    run: (world) => world.cluster.network.mend(),
  },
  disconnect: {
    usage: 'disconnect NODE NODE',
    does: 'The connection between them closes: both learn of it, and what was under way on it is lost.',
    run: (world, given) => world.cluster.disconnect(world.node(given.node()).id, world.node(given.node()).id),
  },
  holdDisk: {
    usage: 'holdDisk NODE',
    does: '`settle` leaves its writes unfinished from now on.',
    run: (world, given) => void world.heldDisks.add(world.node(given.node()).id),
  },
  releaseDisk: {
    usage: 'releaseDisk NODE',
    does: 'Its disk is as any other again.',
    run: (world, given) => void world.heldDisks.delete(world.node(given.node()).id),
  },
  sync: {
    usage: 'sync NODE [WRITES]',
    does: 'Its disk finishes so many of its oldest writes, or all, held or not.',
    run: (world, given) => {
      const node = world.node(given.node());
      node.sync(given.count(Infinity));
      node.syncSnapshot();
    },
  },
  crash: {
    usage: 'crash NODE [kept=WRITES]',
    does: 'It loses its power; of its unfinished writes the disk kept so many of the oldest, or none. Its connections close.',
    run: (world, given) => {
      const { id } = world.node(given.node());
      world.cluster.crash(id, given.number('kept') ?? 0);
    },
  },
  wipe: {
    usage: 'wipe NODE',
    does: 'It loses its power and everything on its disk.',
    run: (world, given) => {
      const node = world.node(given.node());
      world.cluster.crash(node.id);
      node.disk.wipe();
    },
  },
  restart: {
    usage: 'restart NODE',
    does: 'It is switched on again, with what is on its disk.',
    run: (world, given) => world.node(given.node()).start(),
  },
  settle: {
    usage: 'settle',
    does: 'Messages arrive and writes are finished, oldest first, but for what is held, until nothing is left. No time passes.',
    run: (world) => world.settle(),
  },
  state: {
    usage: 'state [NODE…]',
    does: 'Shows these nodes, or all.',
    run: (world, given) => {
      const named = given.nodes();
      const nodes = named.length === 0 ? world.cluster.nodes : named.map((id) => world.node(id));
      world.lines.push(...nodes.map(showNode));
    },
  },
  messages: {
    usage: 'messages [FROM>TO] [TYPE]',
    does: 'Shows what is under way.',
    run: (world, given) => {
      const meant = world.meant(given.path());
      world.lines.push(...(meant.length === 0 ? ['none'] : meant.map(showPacket)));
    },
  },
};
