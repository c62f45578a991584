import type { Filament } from '../../shared/domain/model.ts';
import { productName } from '../view/filaments.ts';
import { Swatch } from './swatch.tsx';

/** Swatch and name of a filament, in one line. */
export function Product({ filament }: Readonly<{ filament: Filament | undefined }>) {
  if (!filament) return <span className="muted">Unknown filament</span>;
  const name = productName(filament);
  return (
    <span className="product" title={filament.hex === null ? name : `${name}, ${filament.hex}`}>
      <Swatch hex={filament.hex} />
      <span className="truncate">{name}</span>
    </span>
  );
}
