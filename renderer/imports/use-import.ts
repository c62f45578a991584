import { useRef, useState } from 'react';
import type { FileKind } from '../../shared/contract/files.ts';
import { newKey } from '../store/commander.ts';
import { useCommander } from '../store/commander-context.ts';
import { keepDraft, setNotice, useDesk } from '../store/desk.ts';
import type { Doubt } from '../store/desk.ts';
import { useFiles } from '../store/files.ts';
import { outcomeWords } from '../view/outcome.ts';
import { afterLook, afterSend, CHOOSE, type Chosen, commandOf, isReady, type Step } from './import-steps.ts';

export type Import = Readonly<{
  step: Step;
  /** Looks at a file. */
  choose: (file: File) => void;
  /** Looks at it again, as another kind. */
  takeAs: (kind: FileKind) => void;
  /** Brings it in, or asks what became of that. */
  send: () => void;
}>;

/**
 * Bringing in a file, from choosing it to what became of it. What is sent is kept with its key through a reload of the
 * page, so that it can be asked what became of it: it is done once, or not at all.
 */
export function useImport(): Import {
  const files = useFiles();
  const commander = useCommander();
  const [{ dialog, draft }] = useState(() => useDesk.getState());
  const doubt = useRef<Doubt | null>(draft?.doubt ?? null);
  const [step, setStep] = useState<Step>(() =>
    draft?.doubt
      ? afterSend({ name: draft.values['name'] ?? '', file: null }, null, { kind: 'unknown' })
      : CHOOSE,
  );
  /** Of several looks only the last counts. */
  const looks = useRef(0);

  const look = async (chosen: Chosen, kind: FileKind | null, said: string | null = null) => {
    if (chosen.file === null) return;
    const own = ++looks.current;
    setStep({ step: 'looking', chosen });
    const looked = await files.look(chosen.file, kind);
    if (own === looks.current) setStep(afterLook(chosen, looked, said));
  };

  const send = async (chosen: Chosen, planned: Parameters<typeof afterSend>[1], tried: Doubt) => {
    doubt.current = tried;
    keepDraft({ values: { name: chosen.name }, doubt: tried });
    setStep({ step: 'sending', chosen, planned });
    const outcome = await commander.send(tried.command, tried.key);
    if (useDesk.getState().dialog !== dialog) {
      if (outcome.kind !== 'accepted')
        setNotice('page', {
          text: `Import of ${chosen.name}: ${outcomeWords(outcome)}`,
          doubt: outcome.kind === 'unknown' ? tried : null,
        });
      return;
    }
    if (outcome.kind !== 'unknown') {
      doubt.current = null;
      keepDraft({ values: {}, doubt: null });
    }
    const next = afterSend(chosen, planned, outcome);
    setStep(next);
    // Somebody else was quicker: what is to be done now is another thing.
    if (outcome.kind === 'refused' && next.step === 'looked')
      await look(chosen, next.planned.kind, next.said);
  };

  return {
    step,
    choose: (file) => void look({ name: file.name, file }, null),
    takeAs: (kind) => {
      if (step.step === 'looked') void look(step.chosen, kind);
    },
    send: () => {
      if (step.step === 'doubt' && doubt.current !== null) void send(step.chosen, null, doubt.current);
      else if (isReady(step))
        void send(step.chosen, step.planned, { key: newKey(), command: commandOf(step.planned) });
    },
  };
}
