import { zodResolver } from '@hookform/resolvers/zod';
import { CircleAlert } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Resolver } from 'react-hook-form';
import type { z } from 'zod';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { sentence } from '../../shared/contract/words.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import { FormHealth } from '../parts/form-health.tsx';
import { Modal } from '../parts/modal.tsx';
import { newKey } from '../store/commander.ts';
import type { Outcome } from '../store/commander.ts';
import { useCommander } from '../store/commander-context.ts';
import { closeDialog, keepDraft, setNotice, useDesk } from '../store/desk.ts';
import type { Doubt } from '../store/desk.ts';
import { outcomeWords } from '../view/outcome.ts';
import { REFUSED } from './fields.tsx';
import { refusedField } from './refused-field.ts';

type Values = Record<string, string>;

type CommandFormProps<Body> = Readonly<{
  title: string;
  description?: string;
  /** Label of the button that sends. */
  submit: string;
  /** Whether something is taken away. */
  danger?: boolean;
  schema: z.ZodType<Body>;
  /** What the fields hold at first; also names them. */
  defaults: Values;
  /** The command for a checked body; `changed` tells which fields were touched. */
  command: (body: Body, changed: (field: string) => boolean) => CommandInput;
  children?: ReactNode;
}>;

/**
 * A dialog that makes a command of what is typed. It stays open and filled until the command was
 * accepted: through refusals, which stand where they belong, through a shop that is reading only, and
 * through a reload of the page. What may have happened is asked again with the same key.
 */
export function CommandForm<Body>(props: CommandFormProps<Body>) {
  const { title, description, submit, danger = false, schema, command, children } = props;
  const commander = useCommander();
  const footId = useId();
  const [defaults] = useState(props.defaults);
  const [{ dialog, draft }] = useState(() => useDesk.getState());
  const [doubt, setDoubt] = useState<Doubt | null>(draft?.doubt ?? null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(doubt && outcomeWords({ kind: 'unknown' }));
  const form = useForm<Values, unknown, Body>({
    defaultValues: defaults,
    // The schema takes text and is checked against these fields by the form that brings it.
    resolver: zodResolver(schema as never) as unknown as Resolver<Values, unknown, Body>,
  });
  const { subscribe, setValue, getValues, setError } = form;

  useEffect(() => {
    for (const [name, value] of Object.entries(draft?.values ?? {})) {
      setValue(name, value, { shouldDirty: true });
    }
    return subscribe({
      formState: { values: true },
      callback: ({ values }) =>
        keepDraft({ values: { ...values }, doubt: useDesk.getState().draft?.doubt ?? null }),
    });
  }, [draft, setValue, subscribe]);

  /** It may have been closed while the command was under way, and another one opened. */
  const isOpen = () => useDesk.getState().dialog === dialog;

  const show = (outcome: Exclude<Outcome, { kind: 'accepted' }>, tried: Doubt) => {
    const next = outcome.kind === 'unknown' ? tried : null;
    if (!isOpen()) {
      setNotice('page', { text: `${title}: ${outcomeWords(outcome)}`, doubt: next });
      return;
    }
    setDoubt(next);
    keepDraft({ values: { ...getValues() }, doubt: next });
    const field =
      outcome.kind === 'refused' ? refusedField(outcome.refusal, new Set(Object.keys(defaults))) : null;
    if (outcome.kind === 'refused' && field !== null) {
      setError(field, { type: REFUSED, message: sentence(outcome.refusal) }, { shouldFocus: true });
    } else {
      setSaid(outcomeWords(outcome));
    }
  };

  const send = async (tried: Doubt) => {
    setBusy(true);
    setSaid(null);
    // A page that is loaded anew meanwhile must ask with this key, not begin another command.
    keepDraft({ values: { ...getValues() }, doubt: tried });
    const outcome = await commander.send(tried.command, tried.key);
    setBusy(false);
    if (outcome.kind !== 'accepted') show(outcome, tried);
    else if (isOpen()) closeDialog();
  };

  const onValid = (body: Body) =>
    send({ key: newKey(), command: command(body, (field) => getValues(field) !== defaults[field]) });

  return (
    <Modal title={title} {...(description === undefined ? {} : { description })} onClose={closeDialog}>
      <FormProvider {...form}>
        <form
          noValidate
          aria-describedby={footId}
          onSubmit={(event) => {
            event.preventDefault();
            if (busy) return;
            if (doubt) void send(doubt);
            else void form.handleSubmit(onValid)(event);
          }}
        >
          {children !== undefined && (
            <fieldset className="fields" disabled={doubt !== null}>
              {children}
            </fieldset>
          )}
          <FormHealth fields={children !== undefined} />
          <div id={footId} role="alert" className="form-said">
            {said !== null && (
              <p>
                <CircleAlert aria-hidden size={14} />
                {said}
              </p>
            )}
          </div>
          <footer className="modal-foot">
            <button type="button" className="button" onClick={closeDialog}>
              {doubt ? 'Close' : danger ? 'Keep' : 'Cancel'}
            </button>
            <BusyButton type="submit" kind={danger ? 'danger' : 'primary'} busy={busy}>
              {doubt ? 'Check again' : submit}
            </BusyButton>
          </footer>
        </form>
      </FormProvider>
    </Modal>
  );
}
