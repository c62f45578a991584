import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

type BusyButtonProps = Readonly<{
  busy: boolean;
  icon?: ReactNode;
  /** `primary` for the one thing to do here. */
  kind?: 'primary' | 'danger' | 'plain' | 'quiet';
}> &
  Omit<ComponentProps<'button'>, 'className'>;

/** A button that waits with its command. It keeps the focus meanwhile, which `disabled` would take. */
export function BusyButton({ busy, icon, kind = 'plain', onClick, children, ...rest }: BusyButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${kind}`}
      aria-disabled={busy}
      aria-busy={busy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <LoaderCircle aria-hidden size={14} className="spin" /> : icon}
      {children}
    </button>
  );
}
