import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import { FILE_KINDS } from '../../shared/contract/files.ts';
import type { FileKind, FileNote, Planned } from '../../shared/contract/files.ts';
import { KIND_NAMES, placeWords, planWords, rowsOf, wholeOf } from '../view/import-words.ts';

type PlanViewProps = Readonly<{
  planned: Planned;
  enabled: boolean;
  /** Somebody knows better what it is. */
  onKind: (kind: FileKind) => void;
}>;

/** What bringing a file in would do: in one sentence, then record by record, or everything that is wrong with it. */
export function PlanView({ planned, enabled, onKind }: PlanViewProps) {
  const { errors, warnings, ignored, counts } = planned;
  return (
    <div className="plan">
      <KindField planned={planned} enabled={enabled} onKind={onKind} />
      <p className="plan-summary" role="status" data-wrong={counts.errors > 0}>
        {counts.errors > 0 && <CircleAlert aria-hidden size={16} />}
        {planWords(planned)}
      </p>
      {ignored.length > 0 && (
        <p className="muted plan-ignored">
          Columns that are not known here are left out: {ignored.join(', ')}.
        </p>
      )}
      {counts.errors > 0 ? (
        wholeOf(planned) === null && (
          <Notes title="What is wrong" notes={errors} more={counts.errors - errors.length} wrong />
        )
      ) : (
        <Rows planned={planned} />
      )}
      {warnings.length > 0 && (
        <Notes
          title="What comes over otherwise than it was"
          notes={warnings}
          more={counts.warnings - warnings.length}
        />
      )}
    </div>
  );
}

function KindField({ planned: { kind, sure }, enabled, onKind }: PlanViewProps) {
  const id = useId();
  return (
    <div className="field plan-kind">
      <label htmlFor={id}>What it is</label>
      <select
        id={id}
        value={kind ?? ''}
        disabled={!enabled}
        aria-describedby={sure ? undefined : `${id}-below`}
        onChange={(event) => {
          const chosen = FILE_KINDS.find((each) => each === event.target.value);
          if (chosen !== undefined) onKind(chosen);
        }}
      >
        {kind === null && <option value="">Not recognised</option>}
        {FILE_KINDS.map((each) => (
          <option key={each} value={each}>
            {KIND_NAMES[each]}
          </option>
        ))}
      </select>
      {!sure && (
        <p id={`${id}-below`} className="hint">
          {kind === null
            ? 'Choose what it is, if it is any of these.'
            : 'A guess: please look whether it is right.'}
        </p>
      )}
    </div>
  );
}

type NotesProps = Readonly<{ title: string; notes: readonly FileNote[]; more: number; wrong?: boolean }>;

function Notes({ title, notes, more, wrong = false }: NotesProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="plan-title">
        {!wrong && <TriangleAlert aria-hidden size={14} />}
        {title}
      </h3>
      <ul className="plan-list" tabIndex={0} aria-labelledby={id}>
        {notes.map((note, n) => (
          // The same may be wrong twice.
          <li key={`${n} ${note.message}`}>
            {placeWords(note) !== '' && <span className="plan-place">{placeWords(note)}</span>}
            <span>{note.message}</span>
          </li>
        ))}
        {more > 0 && <li className="muted">… and {more} more.</li>}
      </ul>
    </section>
  );
}

function Rows({ planned }: Readonly<{ planned: Planned }>) {
  const { creates, changes, counts } = planned;
  const more = counts.creates + counts.changes - creates.length - changes.length;
  if (counts.creates + counts.changes === 0) return null;
  return (
    <div className="plan-list" tabIndex={0} role="region" aria-label="What would be done">
      <table className="plan-rows">
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">What happens</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(planned).map(({ where, id, isNew, words }, n) => (
            <tr key={`${n} ${id}`}>
              <th scope="row">{id}</th>
              <td>
                <span className="plan-mark" data-new={isNew}>
                  {isNew ? 'New' : 'Changes'}
                </span>{' '}
                {words}
              </td>
              <td className="muted">{where}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="muted">… and {more} more.</p>}
    </div>
  );
}
