import { memo } from 'react';
import type { Printer } from '../../../shared/domain/model.ts';
import { NoticeLine } from '../../parts/notice-line.tsx';
import { Saving } from '../../parts/saving.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Since } from '../../parts/time.tsx';
import { useReplica } from '../../store/replica.ts';
import { freeSince, stateOf } from '../../view/printers.ts';
import { NextJob } from './next-job.tsx';
import { PrinterActions } from './printer-actions.tsx';
import { RunningJob } from './running-job.tsx';
import { SlotList } from './slot-list.tsx';

/** One printer. It listens to its own records only, so that a change draws one card and not the wall. */
export const PrinterCard = memo(function PrinterCard({ id }: Readonly<{ id: string }>) {
  const printer = useReplica(({ tables }) => tables.printers.get(id));
  if (!printer) return null;
  const state = stateOf(printer);
  const about = [`${printer.maker} ${printer.model}`, printer.group, printer.note]
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <article className="card printer" data-state={state} aria-label={`Printer ${id}`}>
      <header className="card-head">
        <div className="card-title">
          <h2 className="truncate">{id}</h2>
          <p className="muted" title={about}>
            {about}
          </p>
        </div>
        <Saving subject="printer" id={id} />
        <PrinterActions printer={printer} />
      </header>
      <p className="printer-state">
        <StateWord state={state} />
        <SinceWhen printer={printer} />
      </p>
      {!printer.retired && <SlotList printer={printer} />}
      {printer.print !== null && <RunningJob print={printer.print} />}
      {!printer.retired && <NextJob printer={printer} state={state} />}
      <NoticeLine scope={`printer:${id}`} />
    </article>
  );
});

/** How long the printer has been doing what it does. */
function SinceWhen({ printer }: Readonly<{ printer: Printer }>) {
  const at = useReplica(({ tables }) =>
    printer.print === null
      ? freeSince(tables.prints, printer)
      : (tables.prints.get(printer.print)?.startedAt ?? null),
  );
  if (at === null || printer.retired) return null;
  return (
    <span className="printer-since">
      <span className="sr-only">for </span>
      <Since at={at} />
    </span>
  );
}
