/** Lays a shop of several workstations out on one computer: each one's identity, and the file that names them all. */
import { type ClusterFile, clusterFileOf } from './cluster-file.ts';
import { createFounding, keepIdentity } from './founding.ts';
import type { Founding } from './replica/envelope.ts';
import { writeAtomically } from './storage/files.ts';

export type Layout = Readonly<{
  shop: string;
  members: readonly Omit<ClusterFile['members'][number], 'key'>[];
  clusterId?: string;
  /** The data directory of that member. */
  directoryOf: (id: string) => string;
  /** Where the cluster file goes. */
  clusterFile: string;
  /** What else is to be there before the cluster file is: that one comes last, and stands for the whole. */
  before?: (founding: Founding) => Promise<void>;
}>;

export async function layOut(layout: Layout): Promise<void> {
  const { shop, members, directoryOf, clusterFile, before } = layout;
  const { founding, identities, authority } = await createFounding(shop, members, layout.clusterId);
  for (const identity of identities) await keepIdentity(directoryOf(identity.node), identity, authority);
  await before?.(founding);
  await writeAtomically(clusterFile, clusterFileOf(founding));
}
