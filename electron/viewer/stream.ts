/** The state and everything that changes after it, as a stream of pushes to one viewer. */
import type { ChangeBatch, Workstation } from '../workstation-interface.ts';
import type { Push } from '../../shared/contract/protocol.ts';
import { TABLES } from '../../shared/domain/model.ts';
import type { Change, Shop } from '../../shared/domain/model.ts';
import type { Log } from './log.ts';
import { ownTurn } from './turns.ts';
import type { ViewerPort } from './viewer.ts';

/** Rows of one state push: about 150 KB of JSON, about a millisecond to write out. */
const SLICE_ROWS = 500;
/** A viewer with more unsent than this is cut off until it subscribes anew. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
/** While the state or pages of archives are on their way, a viewer with more unsent than this is waited for. */
export const WAIT_AT_BYTES = MAX_UNSENT_BYTES / 2;
/** Changes kept for a viewer that is still being sent the state. */
const MAX_KEPT_CHANGES = 20_000;

/**
 * Starts the stream: the state at one index in slices, then changes and health, until the returned
 * function is called, the viewer falls behind, or the state is replaced (both end with `reset`).
 * Requests that cancel each other within one turn cost one snapshot of the state, not many.
 */
export function streamShop(workstation: Workstation, port: ViewerPort, log: Log): () => void {
  let live = true;
  let following = false;
  let kept: ChangeBatch[] = [];
  let keptChanges = 0;
  const stops: (() => void)[] = [];

  const stop = () => {
    live = false;
    kept = [];
    for (const undo of stops.splice(0)) undo();
  };
  const cut = (reason: 'behind' | 'snapshot') => {
    if (!live) return;
    stop();
    port.send({ push: 'reset', body: { reason } });
  };
  const push = (message: Push) => {
    if (!live) return;
    if (port.unsent() > MAX_UNSENT_BYTES) cut('behind');
    else port.send(message);
  };

  const onChanges = (batch: ChangeBatch) => {
    if (following) {
      push({ push: 'changes', body: batch });
      return;
    }
    kept.push(batch);
    keptChanges += batch.changes.length;
    if (keptChanges > MAX_KEPT_CHANGES) cut('behind');
  };

  const run = async () => {
    await ownTurn();
    if (!live) return;
    stops.push(workstation.watch({ changes: onChanges, reset: () => cut('snapshot') }));
    stops.push(workstation.watchHealth((health) => push({ push: 'health', body: health })));
    push({ push: 'health', body: workstation.health() });
    const index = workstation.appliedIndex;
    let first = true;
    for (const { rows, done } of slices(workstation.shop)) {
      push({ push: 'state', body: { index, first, done, rows } });
      first = false;
      if (port.unsent() > WAIT_AT_BYTES) await port.drained();
      await ownTurn();
      // `live` is changed by the callbacks above while this waits.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (!live) return;
    }
    following = true;
    for (const batch of kept.splice(0)) {
      if (batch.to <= index) continue;
      push({ push: 'changes', body: { ...batch, from: Math.max(batch.from, index) } });
    }
  };
  run().catch((error: unknown) => {
    stop();
    log('The stream to a viewer failed.', error);
  });
  return stop;
}

type Slice = Readonly<{ rows: readonly Change[]; done: boolean }>;

/** The state as it is at this moment, in slices: entities are immutable, so references are a snapshot. */
function slices(shop: Shop): Generator<Slice> {
  return cutUp(
    TABLES.map((table) => ({ table, entities: Array.from<{ id: string }>(shop[table].values()) })),
  );
}

type Snapshot = readonly Readonly<{ table: Change['table']; entities: readonly { id: string }[] }>[];

function* cutUp(tables: Snapshot): Generator<Slice> {
  let rows: Change[] = [];
  for (const { table, entities } of tables) {
    for (const entity of entities) {
      if (rows.length === SLICE_ROWS) {
        yield { rows, done: false };
        rows = [];
      }
      // Table and entity belong together as in `Shop`, which a loop over tables cannot say in types.
      rows.push({ table, id: entity.id, entity } as Change);
    }
  }
  yield { rows, done: true };
}
