import { Plus } from 'lucide-react';
import { memo } from 'react';
import type { Filament, Spool } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import { useGrowing } from '../../parts/growing.tsx';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { useRecordActions } from '../../parts/record-actions.tsx';
import { Saving } from '../../parts/saving.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import { openDialog } from '../../store/desk.ts';
import { roughly } from '../../view/format.ts';
import { SpoolRow } from './spool-row.tsx';

type FilamentCardProps = Readonly<{ filament: Filament; spools: readonly Spool[] }>;

/** One product with its spools. The rows are drawn anew only where their own spool has changed. */
export function FilamentCard({ filament, spools }: FilamentCardProps) {
  const left = spools.reduce((sum, spool) => sum + (spool.retired ? 0 : spool.remainingMg), 0);
  return (
    <article
      className="card filament"
      aria-label={`Filament ${filament.id}`}
      data-state={filament.retired ? 'retired' : 'offered'}
    >
      <FilamentHead filament={filament} left={spools.length === 0 ? null : left} />
      <NoticeLine scope={`filament:${filament.id}`} />
      {spools.length === 0 ? (
        <p className="muted card-none">No spools of it at the moment.</p>
      ) : (
        <Spools filament={filament.id} spools={spools} />
      )}
    </article>
  );
}

/** Rows that are drawn at a time. */
const STEP = 25;

function Spools({ filament, spools }: Readonly<{ filament: string; spools: readonly Spool[] }>) {
  const [drawn, end] = useGrowing(spools.length, STEP);
  return (
    <>
      <table
        role="table"
        className="spools"
        aria-label={`Spools of ${filament}`}
        aria-rowcount={spools.length + 1}
      >
        <thead role="rowgroup" className="sr-only">
          <tr role="row">
            <th role="columnheader">Spool</th>
            <th role="columnheader">Left</th>
            <th role="columnheader">Note</th>
            <th role="columnheader">Actions</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {spools.slice(0, drawn).map((spool) => (
            <SpoolRow key={spool.id} spool={spool} />
          ))}
        </tbody>
      </table>
      {end}
    </>
  );
}

const FilamentHead = memo(function FilamentHead({
  filament,
  left,
}: Readonly<{ filament: Filament; left: number | null }>) {
  const { id, maker, material, colour, hex, moreHexes, retired } = filament;
  const actions = useRecordActions('filament', filament);
  return (
    <header className="card-head">
      <Swatch hex={hex} more={moreHexes} large />
      <div className="card-title">
        <h2 className="truncate">{colour}</h2>
        <p className="muted truncate">
          {maker !== '' && `${maker} `}
          <span className="material">{material}</span> <span className="id">{id}</span>
        </p>
      </div>
      <Saving subject="filament" id={id} />
      {retired ? <StateWord state="retired" /> : left !== null && <LeftOf mg={left} />}
      {!retired && (
        <button
          type="button"
          className="button icon quiet"
          aria-label="Add spool"
          title={`Add a spool of ${colour}`}
          onClick={() => openDialog({ form: 'spool.create', filament: id })}
        >
          <Plus aria-hidden size={16} />
        </button>
      )}
      <ActionMenu label={`More for ${id}`} actions={actions} />
    </header>
  );
});

function LeftOf({ mg }: Readonly<{ mg: number }>) {
  return (
    <p className="filament-left">
      {roughly(mg)} <span className="sr-only">left</span>
    </p>
  );
}
