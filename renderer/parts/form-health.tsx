import { ToneIcon } from './tone-icon.tsx';
import { useHealthWords } from './use-health-words.ts';

/** Says in a form what the banner says, which the dialog covers: sending it now would be in vain. */
export function FormHealth({ fields }: Readonly<{ fields: boolean }>) {
  const { tone, sentence, urgent } = useHealthWords();
  return (
    <div role="status" className="form-health">
      {urgent && (
        <p>
          <ToneIcon tone={tone} size={14} />
          {fields ? `${sentence} What you typed is kept here.` : sentence}
        </p>
      )}
    </div>
  );
}
