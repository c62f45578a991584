import { ArrowRightLeft, Scale } from 'lucide-react';
import { memo } from 'react';
import type { Spool } from '../../../shared/domain/model.ts';
import { ActionMenu } from '../../parts/action-menu.tsx';
import type { MenuAction } from '../../parts/action-menu.tsx';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { useRecordActions } from '../../parts/record-actions.tsx';
import { Saving } from '../../parts/saving.tsx';
import { SpoolBar } from '../../parts/spool-bar.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { openDialog } from '../../store/desk.ts';
import { placeWords } from '../../view/filaments.ts';
import { roughly } from '../../view/format.ts';

/** One reel: what is left on it, what of that is promised, and what can be done with it. */
export const SpoolRow = memo(function SpoolRow({ spool }: Readonly<{ spool: Spool }>) {
  const { id, note, reservedMg, retired, lot } = spool;
  const place = placeWords(spool);
  const kept = useRecordActions('spool', spool);
  const actions = retired ? kept : [...kept.slice(0, -1), moveAction(id), ...kept.slice(-1)];
  return (
    <tr role="row" className="spool" aria-label={`Spool ${id}`} data-state={retired ? 'retired' : 'usable'}>
      <th role="rowheader" scope="row" className="spool-id">
        <span className="id">{id}</span>
      </th>
      <td role="cell" className="spool-level">
        <SpoolBar spool={spool} />
      </td>
      <td role="cell" className="spool-note">
        <div className="spool-facts">
          {retired && <StateWord state="retired" />}
          {reservedMg > 0 && <span className="reserved">{roughly(reservedMg)} reserved</span>}
          {place !== '' && <span className="spool-place">{place}</span>}
          {lot !== '' && <span className="muted">Lot {lot}</span>}
          {note !== '' && (
            <span className="muted truncate" title={note}>
              {note}
            </span>
          )}
          <Saving subject="spool" id={id} />
        </div>
        <NoticeLine scope={`spool:${id}`} />
      </td>
      <td role="cell" className="row-actions">
        {!retired && (
          <button
            type="button"
            className="button icon quiet"
            aria-label="Weigh"
            title={`Weigh ${id}`}
            onClick={() => openDialog({ form: 'spool.weigh', id })}
          >
            <Scale aria-hidden size={15} />
          </button>
        )}
        <ActionMenu label={`More for ${id}`} actions={actions} />
      </td>
    </tr>
  );
});

const moveAction = (id: string): MenuAction => ({
  label: 'Move…',
  icon: <ArrowRightLeft aria-hidden size={15} />,
  run: () => openDialog({ form: 'spool.move', id }),
});
