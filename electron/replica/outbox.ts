/**
 * What this node's users wait for, writes and reads, and the way of it to the leader: nothing is sent
 * unless one is in reach that can get a majority, so what waits in vain is known not to be applied.
 */
import type { AnswerTo, LogInput } from './envelope.ts';
import type { Links } from '../links/types.ts';
import type { Index, NodeId } from '../raft/types.ts';
import { OwnSession } from './own-session.ts';
import type { Proposals } from './proposals.ts';
import { Reads } from './reads.ts';
import type { Outcome } from './sessions.ts';
import { type By, Submissions } from './submissions.ts';
import { FORWARD_WRITES, type Forwarded, runOf, type WireMessage } from './wire.ts';

export type OutboxOptions = Readonly<{
  id: NodeId;
  boot: string;
  links: Pick<Links<WireMessage>, 'send'>;
  proposals: Proposals;
  /** Monotonic ms. */
  now: () => number;
  /** The node to send to: a leader that is in reach and, where it is this node, reaches a majority. */
  leaderInReach: () => NodeId | null;
  /** Whether anything may be written at all now. */
  mayWrite: () => boolean;
  /** Whether a session is open in the state as applied here. */
  hasSession: (id: string) => boolean;
  /** Puts the question for a read index to the core. */
  askRead: (ref: number) => void;
  /** Ms between requests to open the session. */
  openEvery: number;
}>;

export class Outbox {
  readonly reads = new Reads();
  readonly #options: OutboxOptions;
  readonly #submissions = new Submissions();
  readonly #session: OwnSession;
  #scheduled = false;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#session = new OwnSession(`${options.id}:${options.boot}`);
  }

  submit<C extends LogInput>(command: C, by: By): Promise<AnswerTo<C>> {
    const answer = this.#submissions.add(command, by, this.#options.now());
    this.schedule();
    // The state machine answers each kind of command in kind; answers travel through one table of sessions.
    return answer as Promise<AnswerTo<C>>;
  }

  barrier(): Promise<void> {
    const done = this.reads.add(this.#options.now());
    this.schedule();
    return done;
  }

  /** Whether that session is this boot's. */
  isOwn(session: string): boolean {
    return session === this.#session.id;
  }

  /** A command was applied here. */
  outcome(session: string, seq: number, outcome: Outcome): void {
    if (session === this.#session.id) this.#submissions.applied(seq, outcome);
  }

  /** A peer says that it did not append these sendings. */
  refused(session: string, writes: readonly Readonly<{ seq: number; attempt: number }>[]): void {
    if (session !== this.#session.id) return;
    for (const { seq, attempt } of writes) this.#submissions.refused(seq, attempt);
  }

  /** Entries up to here are applied here. */
  applied(index: Index): void {
    this.reads.applied(index);
    this.schedule();
  }

  /** The state was replaced: answers may have gone by unseen, so the question is put again. */
  replaced(): void {
    this.#submissions.sendAgain();
    this.schedule();
  }

  leaderChanged(another: boolean): void {
    if (another) this.#submissions.sendAgain();
    this.#session.leaderChanged();
    this.schedule();
  }

  /** Gives up what waited too long, and sends what is due. @param why no leader takes it, in words */
  tick(why: () => string): void {
    const now = this.#options.now();
    this.#submissions.expire(now, why);
    this.reads.expire(now, why);
    this.#flush();
  }

  /** Sends with the next turn of the event loop, together with all that comes until then. */
  schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  /** Everything that waits is answered. */
  stop(): void {
    this.#stopped = true;
    this.#submissions.stop();
    this.reads.stop();
  }

  #flush(): void {
    if (this.#stopped) return;
    const session = this.#session.look(this.#options.hasSession);
    if (session === 'ended') this.#submissions.sessionEnded();
    const leader = this.#options.leaderInReach();
    if (leader === null) return;
    const now = this.#options.now();
    const ref = this.reads.due(now);
    if (ref !== null) this.#options.askRead(ref);
    if (!this.#options.mayWrite()) return;
    if (session === 'open') this.#sendWrites(leader, now);
    else if (this.#session.due(now, this.#options.openEvery)) this.#openSession(leader);
  }

  #openSession(leader: NodeId): void {
    const { id, links, proposals } = this.#options;
    const session = this.#session.id;
    if (leader === id) proposals.add([{ type: 'open', node: id, session }]);
    else links.send(leader, { type: 'open', session });
  }

  #sendWrites(leader: NodeId, now: number): void {
    const { id, links, proposals } = this.#options;
    const session = this.#session.id;
    for (const writes of inMessages(this.#submissions.due(now))) {
      if (leader !== id) links.send(leader, { type: 'forward', session, writes });
      else
        proposals.add(
          writes.map((write) => runOf(session, write)),
          () => this.refused(session, writes),
        );
    }
  }
}

/** So many at once as surely fit into one message; a batch, which may fill one, goes by itself. */
function* inMessages(due: readonly Forwarded[]): Generator<readonly Forwarded[]> {
  let writes: Forwarded[] = [];
  for (const write of due) {
    const alone = write.command.type === 'batch';
    if (writes.length > 0 && (alone || writes.length === FORWARD_WRITES)) {
      yield writes;
      writes = [];
    }
    if (alone) yield [write];
    else writes.push(write);
  }
  if (writes.length > 0) yield writes;
}
