/** A simulated node: the core with its disk, its state machine and the driver that carries effects out. */
import { isMember } from '../configuration.ts';
import { createCore } from '../core.ts';
import type { Core, CoreOptions, CoreView, Effect, Input, NodeId } from '../types.ts';
import type { Checker } from './checker.ts';
import type { Clients } from './clients.ts';
import { SimDisk } from './disk.ts';
import { Machine } from './machine.ts';
import { LogMirror } from './mirror.ts';
import type { SimNetwork } from './network.ts';
import { must, Violation } from './violation.ts';

export type NodeSettings = Omit<CoreOptions, 'id' | 'restored'> & Readonly<{ chunkBytes: number }>;
export type World = Readonly<{
  network: SimNetwork;
  checker: Checker;
  clients: Clients;
  /** Is told of each effect before it is carried out. */
  observe?: ((node: SimNode, effect: Effect) => void) | undefined;
}>;

export class SimNode {
  readonly id: NodeId;
  readonly disk: SimDisk;
  machine: Machine;
  mirror: LogMirror;
  /** How often it was started. */
  lives = 0;
  readonly #settings: NodeSettings;
  readonly #world: World;
  #core: Core | null = null;
  #view: CoreView;
  #before: CoreView;
  /** What storage was last asked to drop. */
  #snapshotAsked = 0;

  /** @param disk what it starts with */
  constructor(id: NodeId, settings: NodeSettings, world: World, disk = new SimDisk()) {
    this.id = id;
    this.disk = disk;
    this.#settings = settings;
    this.#world = world;
    this.machine = new Machine(settings.fallbackConfiguration);
    [this.#view, this.mirror] = this.#boot();
    this.#before = this.#view;
  }

  get up(): boolean {
    return this.#core !== null;
  }
  /** As of its last step, or of its last life. */
  get view(): CoreView {
    return this.#view;
  }
  /** As it was when the step under way began. */
  get before(): CoreView {
    return this.#before;
  }
  get leads(): boolean {
    return this.up && this.#view.role === 'leader';
  }

  step(input: Input): void {
    if (this.#core === null) return;
    const effects = this.#core.step(input);
    this.#before = this.#view;
    this.#view = this.#core.view();
    for (const effect of effects) this.#carryOut(effect);
    this.#world.checker.stepped(this);
  }

  /** Writes a snapshot of what is applied; it becomes durable later. */
  compact(): void {
    const { index } = this.machine;
    const term = this.mirror.termAt(index);
    if (!this.up || term === null || index <= this.#snapshotAsked) return;
    this.#snapshotAsked = index;
    const meta = { index, term, configuration: this.machine.configuration };
    this.disk.pushSnapshot({ kind: 'own', meta, data: this.machine.encode(this.id) });
  }

  sync(writes = Infinity): void {
    const done = this.disk.sync(writes);
    if (done !== null) this.step(done);
  }

  syncSnapshot(): void {
    const done = this.disk.syncSnapshot();
    if (done !== null) this.step(done);
  }

  /** The process is gone; what its disk then does to unsynced writes is the caller's business. */
  stop(): void {
    this.#core = null;
    this.#world.clients.died(this.id);
  }

  start(): void {
    if (!this.up) [this.#view, this.mirror] = this.#boot();
  }

  #boot(): [CoreView, LogMirror] {
    const restored = this.disk.restored();
    this.#core = createCore({ ...this.#settings, id: this.id, restored });
    this.lives += 1;
    this.machine = this.#loadSnapshot();
    this.#snapshotAsked = this.machine.index;
    const view = this.#core.view();
    return [view, new LogMirror(restored, view.lastIndex)];
  }

  #loadSnapshot(): Machine {
    const { snapshot } = this.disk;
    if (snapshot === null) return new Machine(this.#settings.fallbackConfiguration);
    const machine = Machine.decode(snapshot.data);
    if (machine === null) throw new Violation(`${this.id} put a broken snapshot in place`);
    this.#world.checker.restored(this, machine);
    return machine;
  }

  #carryOut(effect: Effect): void {
    const { network, checker, clients, observe } = this.#world;
    observe?.(this, effect);
    switch (effect.type) {
      case 'persist':
        this.mirror.take(effect);
        checker.appended(this, effect);
        return this.disk.push(effect);
      case 'send':
        checker.sent(this, effect.message, effect.to);
        return network.send({ from: this.id, to: effect.to, message: effect.message });
      case 'apply':
        for (const entry of effect.entries) {
          this.machine.apply(entry);
          checker.applied(this, entry);
          clients.applied(entry);
        }
        return;
      case 'restore':
        this.mirror.restore(effect.snapshot);
        this.machine = this.#loadSnapshot();
        return must(this.machine.index >= effect.snapshot.index, () => `${this.id} restored too little`);
      case 'sendSnapshotChunk': {
        const { to, term, snapshot, offset } = effect;
        const chunk = this.disk.chunk(snapshot, offset, this.#settings.chunkBytes);
        if (chunk === null) return;
        const message = { type: 'snapshotChunk' as const, term, snapshot, offset, ...chunk };
        return network.send({ from: this.id, to, message });
      }
      case 'storeSnapshotChunk': {
        const { snapshot: meta, offset, data, done } = effect;
        return this.disk.pushSnapshot({ kind: 'chunk', meta, offset, data, done });
      }
      case 'healed':
        this.disk.damaged = false;
        return;
      case 'dropped':
        // Of somebody who is none any more: what is late of its answers.
        if (effect.reason === 'not a member' && !isMember(this.#view.configuration, effect.from)) return;
        throw new Violation(`${this.id} dropped a message of ${effect.from}: ${effect.reason}`);
      case 'leadership':
        return;
      case 'proposed':
      case 'notProposed':
      case 'readable':
      case 'notReadable':
        return clients.answered(this.id, effect);
    }
  }
}
