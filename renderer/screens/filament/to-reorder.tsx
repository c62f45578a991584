import { ShoppingCart } from 'lucide-react';
import { productName } from '../../../shared/contract/words.ts';
import { Swatch } from '../../parts/swatch.tsx';
import { useReplica } from '../../store/replica.ts';
import { shortages } from '../../view/filaments.ts';
import { roughly } from '../../view/format.ts';

/** What is to be bought again, where anything is. */
export function ToReorder() {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const spools = useReplica(({ tables }) => tables.spools);
  const demands = useReplica(({ tables }) => tables.demands);
  const short = shortages({ filaments, spools, demands });
  if (short.length === 0) return null;
  return (
    <section className="reorder" aria-label="To reorder">
      <h2 className="section-title">
        <ShoppingCart aria-hidden size={15} />
        To reorder <span className="muted">{short.length}</span>
      </h2>
      <ul>
        {short.map(({ filament, freeMg, missingMg }) => (
          <li key={filament.id}>
            <span className="product">
              <Swatch hex={filament.hex} more={filament.moreHexes} />
              <span className="truncate">
                {productName(filament)} <span className="id muted">{filament.id}</span>
              </span>
            </span>
            {filament.article !== '' && <span className="muted truncate">{filament.article}</span>}
            <span className="reorder-left">
              {roughly(Math.max(0, freeMg))} free, {roughly(missingMg)} short of{' '}
              {roughly(filament.reorderBelowMg ?? 0)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
