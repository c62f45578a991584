/** The kinds of records that `/api/v2` offers, and where one is found. */
import type { KindName } from '../../../shared/contract/v2.ts';
import type { Kind } from '../../../shared/domain/answers.ts';
import type { Activity, Entities, State } from '../../../shared/domain/model.ts';

/** What a record of each kind is. */
export type Records = Pick<Entities, Exclude<KindName, 'activity'>> & Readonly<{ activity: Activity }>;

/** The name of each kind in paths, by its name in commands. */
export const PATH_OF = {
  filament: 'filaments',
  spool: 'spools',
  printer: 'printers',
  job: 'jobs',
  print: 'prints',
  activity: 'activity',
} as const satisfies Record<Kind, KindName>;

/** And the other way round. */
export const KIND_OF = Object.fromEntries(Object.entries(PATH_OF).map(([kind, path]) => [path, kind])) as {
  readonly [P in KindName]: Kind;
};

/** The record as it is now, also where it is archived. */
export function recordOf(shop: State, kind: KindName, id: string): Records[KindName] | undefined {
  switch (kind) {
    case 'jobs':
    case 'prints':
      return shop[kind].get(id) ?? shop.archive[kind].get(id);
    case 'activity':
      return shop.archive.activity.get(id);
    default:
      return shop[kind].get(id);
  }
}

/** Where the record is found. */
export const locationOf = (kind: KindName, id: string) => `/api/v2/${kind}/${encodeURIComponent(id)}`;
