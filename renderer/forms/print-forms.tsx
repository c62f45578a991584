import { useState } from 'react';
import type { Job, Print } from '../../shared/domain/model.ts';
import { useReplica } from '../store/replica.ts';
import { gramsOf } from '../view/format.ts';
import { proposedMg } from '../view/progress.ts';
import { runningPrints } from '../view/queue.ts';
import { CommandForm } from './command-form.tsx';
import { CheckField, SelectField, TextField } from './fields.tsx';
import { jobCancel, jobChangeSpool, jobFail } from './job-schemas.ts';
import { SpoolOptions } from './options.tsx';
import { numberText } from './texts.ts';

type PrintProps = Readonly<{ job: Job; print: Print }>;

/** Where the proposal comes from. */
const hintFor = ({ estimateSeconds }: Job) =>
  estimateSeconds === null
    ? 'How long a copy takes is not known, so nothing is proposed: weigh the spool if in doubt.'
    : 'Proposed from how long it has been printing.';

/** What the print has probably taken, as it was when the form was opened. */
const useProposed = (job: Job, print: Print) => useState(() => proposedMg(print, job, Date.now()))[0];

/** One copy went wrong: what it took is booked, and it may be tried again. */
export function FailJob({ job, print }: PrintProps) {
  const proposed = useProposed(job, print);
  return (
    <CommandForm
      title={`${job.id} failed on ${print.printer}?`}
      description={`${job.file}, from ${print.spool}. Stop the printer itself first.`}
      submit="Book as failed"
      danger
      schema={jobFail}
      defaults={{ usedMg: numberText(proposed, 1_000), retry: 'yes' }}
      command={(body) => ({ type: 'job.fail', id: job.id, print: print.id, ...body })}
    >
      <TextField name="usedMg" label="Filament used (g)" numeric hint={hintFor(job)} />
      <CheckField name="retry" label="Try this copy again" />
    </CommandForm>
  );
}

/** The rest of a print comes from another spool. */
export function ChangeSpool({ job, print }: PrintProps) {
  const proposed = useProposed(job, print);
  return (
    <CommandForm
      title={`Change spool of ${job.id}`}
      description={`${job.file} is printing on ${print.printer} from ${print.spool}. What is still missing will be taken from the other one.`}
      submit="Change spool"
      schema={jobChangeSpool}
      defaults={{ usedMg: numberText(proposed, 1_000), spool: '' }}
      command={(body) => ({ type: 'job.changeSpool', id: job.id, print: print.id, ...body })}
    >
      <SelectField name="spool" label="New spool">
        <SpoolOptions none="Choose a spool…" except={print.spool} />
      </SelectField>
      <TextField name="usedMg" label={`Used from ${print.spool} (g)`} numeric hint={hintFor(job)} />
    </CommandForm>
  );
}

/** Asks before a job is ended, and what the prints of it that run have taken. */
export function CancelJob({ job }: Readonly<{ job: Job }>) {
  const tables = useReplica((replica) => replica.tables);
  const [{ prints, defaults }] = useState(() => {
    const running = runningPrints(tables, job);
    const proposals = running.map((print, at) => [
      `used${at}`,
      numberText(proposedMg(print, job, Date.now()), 1_000),
    ]);
    return { prints: running, defaults: Object.fromEntries(proposals) as Record<string, string> };
  });
  return (
    <CommandForm
      title={`Cancel job ${job.id}?`}
      description={cancelWords(job, prints)}
      submit="Cancel job"
      danger
      schema={jobCancel(prints.map(({ id }) => id))}
      defaults={defaults}
      command={(body) => ({ type: 'job.cancel', id: job.id, ...body })}
    >
      {prints.length === 0
        ? undefined
        : prints.map(({ id, printer, spool }, at) => (
            <TextField
              key={id}
              name={`used${at}`}
              label={`Used on ${printer} (g)`}
              numeric
              hint={at === prints.length - 1 ? `Is booked from ${spool}. ${hintFor(job)}` : `From ${spool}.`}
            />
          ))}
    </CommandForm>
  );
}

/** What cancelling means, which differs by whether a printer is at it. */
function cancelWords({ file, printer, weightMg, copies }: Job, running: readonly Print[]): string {
  if (running.length > 0) {
    const where = running.map((print) => print.printer).join(', ');
    return `${file} is printing on ${where}. Stop the printer itself first.`;
  }
  const queue = printer === null ? 'the queue' : `the queue of ${printer}`;
  return `${file} leaves ${queue}, and its ${gramsOf(weightMg)}${copies > 1 ? ' a copy' : ''} of filament are free again.`;
}
