import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';

type MoreFieldsProps = Readonly<{
  /** What the fields in it are called, so that it opens where one of them is wrong. */
  names: readonly string[];
  children: ReactNode;
}>;

/** Fields that most people leave as they are. */
export function MoreFields({ names, children }: MoreFieldsProps) {
  const [open, setOpen] = useState(false);
  const { formState, setFocus } = useFormContext<Record<string, string>>();
  const wrong = names.find((name) => formState.errors[name] !== undefined);
  return (
    <details
      className="more-fields"
      open={open || wrong !== undefined}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        // What was hidden could not be given the focus when it was found to be wrong: now it can.
        const told = document.activeElement?.getAttribute('aria-invalid') === 'true';
        if (event.currentTarget.open && wrong !== undefined && !told) setFocus(wrong);
      }}
    >
      <summary>
        <ChevronRight aria-hidden size={15} />
        More
      </summary>
      <div className="fields">{children}</div>
    </details>
  );
}
