/**
 * Builds the state of a large shop, says what it costs by itself as rows of JSON, and leaves it in data directories.
 * A process of its own, bundled (`build.ts`). Arguments: the shop's cluster file, then node and directory of each.
 */
import { readClusterFile } from '../../../electron/cluster-file.ts';
import { FINISHED } from './history.ts';
import { layRecords } from './lay.ts';
import { buildMachine } from './machine.ts';
import { heapMb, lookRows, snapshotRows } from './state.ts';
import { type Row, row, valueRow } from '../figure.ts';

const [, , clusterFile = '', ...rest] = process.argv;
const places = rest.flatMap((node, n) => (n % 2 === 0 ? [{ node, directory: rest[n + 1] ?? '' }] : []));
const cluster = await readClusterFile(clusterFile);
const { v, clusterId, shop, members, authority } = cluster;

const empty = heapMb();
const begun = performance.now();
const machine = await buildMachine({
  ...(v === undefined ? {} : { v }),
  clusterId,
  epoch: 0,
  shop,
  members,
  authority,
});
const applied = performance.now() - begun;
const entry = `${((applied / machine.index) * 1_000).toFixed(0)} µs`;
const rows: Row[] = [
  row(
    `state of a shop with ${FINISHED} finished jobs: memory`,
    [heapMb() - empty],
    (mb) => `${Math.round(mb)} MB`,
  ),
  valueRow(`an entry applied, mean of ${machine.index}`, entry),
];
await layRecords(machine, cluster, places, async (storage) => {
  rows.push(...(await snapshotRows(machine, storage)));
});
rows.push(...lookRows(machine));
process.stdout.write(JSON.stringify(rows));
