import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef } from 'react';
import type { ReactNode } from 'react';

type ModalProps = Readonly<{
  title: string;
  description?: string;
  /** With more room, for what is read rather than filled in. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}>;

/** What has the focus at first: the first field, or where there is none, the button that changes nothing. */
const FIRST = '[data-first], fieldset :is(input, select), footer button';

/**
 * A dialog with a title: traps focus, closes with Esc, gives focus back to what opened it. A click
 * beside it does nothing: what is typed would be lost.
 */
export function Modal({ title, description, wide = false, onClose, children }: ModalProps) {
  const opener = useRef<Element | null>(null);
  const content = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          ref={content}
          className="modal"
          data-wide={wide}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            const first = content.current?.querySelector<HTMLElement>(FIRST);
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const back = opener.current;
            if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus();
            else document.querySelector('main')?.focus();
          }}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <header className="modal-head">
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            <Dialog.Close className="button icon quiet" aria-label="Close">
              <X aria-hidden size={16} />
            </Dialog.Close>
          </header>
          {description !== undefined && (
            <Dialog.Description className="modal-description">{description}</Dialog.Description>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
