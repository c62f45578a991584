import { productName } from '../../shared/contract/words.ts';
import { useReplica } from '../store/replica.ts';
import { Swatch } from './swatch.tsx';

/** A spool by its id, with colour and name of what is on it. */
export function SpoolLine({ id }: Readonly<{ id: string }>) {
  const spool = useReplica(({ tables }) => tables.spools.get(id));
  const filament = useReplica(({ tables }) => (spool ? tables.filaments.get(spool.filament) : undefined));
  const name = filament ? productName(filament) : 'Unknown filament';
  return (
    <span className="product" title={`${id}: ${name}`}>
      <Swatch hex={filament?.hex ?? null} more={filament?.moreHexes} />
      <span className="truncate">
        <span className="id">{id}</span> <span className="muted">{name}</span>
      </span>
    </span>
  );
}
