import { DropdownMenu } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';

type MenuContentProps = Readonly<{
  /** Gets the focus back. */
  trigger: RefObject<HTMLButtonElement | null>;
  align: 'start' | 'end';
  /** Carries out what was chosen, if anything was. */
  onClosed: () => void;
  children: ReactNode;
}>;

/** What a menu opens. */
export function MenuContent({ trigger, align, onClosed, children }: MenuContentProps) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        className="menu"
        align={align}
        sideOffset={4}
        collisionPadding={8}
        onCloseAutoFocus={(event) => {
          // First the focus goes back, then a dialog opens: so the dialog knows where to give it back.
          event.preventDefault();
          trigger.current?.focus();
          onClosed();
        }}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}
