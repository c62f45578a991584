import { Layers, Plus, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { CheckBox } from '../../parts/check-box.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useGrowing } from '../../parts/growing.tsx';
import { FilesMenu, ImportButton } from '../../parts/files-menu.tsx';
import { SavingNew } from '../../parts/saving.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { openDialog } from '../../store/desk.ts';
import { setFilter, useFilters } from '../../store/filters.ts';
import { useReplica } from '../../store/replica.ts';
import { type FilamentGroup, filamentGroups, stock } from '../../view/filaments.ts';
import { stockWords } from '../../view/stock-words.ts';
import { FilamentCard } from './filament-card.tsx';
import { ToReorder } from './to-reorder.tsx';

/** What the shop has to print with: products, and the spools of each. */
export function FilamentScreen() {
  const filaments = useReplica(({ tables }) => tables.filaments);
  const spools = useReplica(({ tables }) => tables.spools);
  const filter = useFilters((filters) => filters.filament);
  const groups = filamentGroups({ filaments, spools }, useDeferredValue(filter));
  const hasRetired = [...filaments.values(), ...spools.values()].some((each) => each.retired);
  const addFilament = (
    <button type="button" className="button" onClick={() => openDialog({ form: 'filament.create' })}>
      <Plus aria-hidden size={16} />
      Add filament
    </button>
  );
  const addSpool = (
    <button type="button" className="button primary" onClick={() => openDialog({ form: 'spool.create' })}>
      <Plus aria-hidden size={16} />
      Add spool
    </button>
  );
  const saving = (
    <>
      <SavingNew subject="filament" />
      <SavingNew subject="spool" />
    </>
  );
  if (filaments.size === 0) {
    return (
      <>
        <ScreenHead title="Filament" summary="None yet" />
        {saving}
        <Empty
          icon={<Layers aria-hidden size={32} />}
          title="No filament yet"
          action={
            <div className="empty-actions">
              {addSpool}
              {addFilament}
              <ImportButton />
            </div>
          }
        >
          Add the spools on the shelf: how much each holds is kept up as jobs finish, and what is promised to
          waiting jobs is never promised twice.
        </Empty>
      </>
    );
  }
  return (
    <>
      <ScreenHead title="Filament" summary={stockWords(stock(spools))}>
        <SearchBox
          label="Search filament"
          value={filter.search}
          onChange={(search) => setFilter('filament', { search })}
        />
        {hasRetired && (
          <CheckBox
            label="Show retired"
            checked={filter.retired}
            onChange={(retired) => setFilter('filament', { retired })}
          />
        )}
        {addFilament}
        {addSpool}
        <FilesMenu exports={{ filament: 'Export filament as CSV', spools: 'Export spools as CSV' }} />
      </ScreenHead>
      {saving}
      <ToReorder />
      {groups.length === 0 ? (
        <Empty icon={<SearchX aria-hidden size={32} />} title="Nothing found">
          No filament and no spool is called “{filter.search}”.
        </Empty>
      ) : (
        <Shelf groups={groups} />
      )}
    </>
  );
}

/** Cards that are drawn at a time. */
const STEP = 12;

function Shelf({ groups }: Readonly<{ groups: readonly FilamentGroup[] }>) {
  const [drawn, end] = useGrowing(groups.length, STEP);
  return (
    <>
      <div className="shelf">
        {groups.slice(0, drawn).map(({ filament, spools }) => (
          <FilamentCard key={filament.id} filament={filament} spools={spools} />
        ))}
      </div>
      {end}
    </>
  );
}
