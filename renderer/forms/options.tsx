/** What lists in forms offer, from the records as they are. */
import { productName } from '../../shared/contract/words.ts';
import { useReplica } from '../store/replica.ts';
import { coloursOf, filamentsInOrder, freeMg, materialsOf, spoolsOf } from '../view/filaments.ts';
import { roughly } from '../view/format.ts';
import { printersInOrder, slotsOf, stateOf } from '../view/printers.ts';

const STATES = {
  printing: 'printing',
  free: 'free',
  plate: 'plate to be cleared',
  maintenance: 'in maintenance',
  retired: 'retired',
} as const;

/** @param none what it means that no printer is chosen */
export function PrinterOptions({ none }: Readonly<{ none: string }>) {
  const printers = useReplica(({ tables }) => tables.printers);
  return (
    <>
      <option value="">{none}</option>
      {printersInOrder(printers)
        .filter((printer) => !printer.retired)
        .map((printer) => {
          const waiting = printer.openJobs - (printer.print === null ? 0 : 1);
          return (
            <option key={printer.id} value={printer.id}>
              {printer.id} — {printer.maker} {printer.model} — {STATES[stateOf(printer)]}
              {waiting > 0 ? `, ${waiting} waiting` : ''}
            </option>
          );
        })}
    </>
  );
}

type SpoolOptionsProps = Readonly<{
  none: string;
  /** Not this one. */
  except?: string;
}>;

/** Spools in use by their filament, with what is free on them and where they are. */
export function SpoolOptions({ none, except }: SpoolOptionsProps) {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const spools = useReplica(({ tables }) => tables.spools);
  return (
    <>
      <option value="">{none}</option>
      {filamentsInOrder(filaments).map((filament) => {
        const usable = spoolsOf(spools, filament.id).filter(({ id, retired }) => !retired && id !== except);
        return (
          usable.length > 0 && (
            <optgroup key={filament.id} label={productName(filament)}>
              {usable.map((spool) => (
                <option key={spool.id} value={spool.id}>
                  {spool.id} — {productName(filament)} — {roughly(Math.max(0, freeMg(spool)))} free
                  {spool.printer === null ? '' : ` — in ${spool.printer}`}
                </option>
              ))}
            </optgroup>
          )
        );
      })}
    </>
  );
}

/** Materials that the shop has, and the one that is chosen already. */
export function MaterialOptions({ chosen }: Readonly<{ chosen: string }>) {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const materials = materialsOf(filaments);
  const offered = chosen === '' || materials.includes(chosen) ? materials : [...materials, chosen];
  return (
    <>
      <option value="">Choose a material…</option>
      {offered.map((material) => (
        <option key={material}>{material}</option>
      ))}
    </>
  );
}

/** Colours that there are of a material, and the one that is chosen already. */
export function ColourOptions({ material, chosen }: Readonly<{ material: string; chosen: string }>) {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const colours = coloursOf(filaments, material);
  const offered = chosen === '' || colours.includes(chosen) ? colours : [...colours, chosen];
  return (
    <>
      <option value="">Any colour</option>
      {offered.map((colour) => (
        <option key={colour}>{colour}</option>
      ))}
    </>
  );
}

/** Where a spool can be put: a shelf, or an empty slot; the value of a slot is `PRINTER/SLOT`. */
export function SlotOptions({ spool }: Readonly<{ spool: string }>) {
  const printers = useReplica(({ tables }) => tables.printers);
  return (
    <>
      <option value="">On a shelf</option>
      {printersInOrder(printers)
        .filter((printer) => !printer.retired)
        .map((printer) => (
          <optgroup key={printer.id} label={printer.id}>
            {slotsOf(printer)
              .filter((each) => each.spool === null || each.spool === spool)
              .map(({ slot }) => (
                <option key={slot} value={`${printer.id}/${slot}`}>
                  {printer.slots === 1 ? `In ${printer.id}` : `${printer.id}, slot ${slot}`}
                </option>
              ))}
          </optgroup>
        ))}
    </>
  );
}
