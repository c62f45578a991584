import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import type { ReactNode } from 'react';

export type MenuAction = Readonly<{
  label: string;
  icon: ReactNode;
  /** Drawn as something that takes away. */
  danger?: boolean;
  run: () => void;
}>;

/** The `…` button of a card or row; `label` says whose. */
export function ActionMenu({ label, actions }: Readonly<{ label: string; actions: readonly MenuAction[] }>) {
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  if (actions.length === 0) return null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger ref={trigger} className="button icon quiet" aria-label={label} title="More">
        <Ellipsis aria-hidden size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          onCloseAutoFocus={(event) => {
            // First the focus goes back, then a dialog opens: so the dialog knows where to give it back.
            event.preventDefault();
            trigger.current?.focus();
            chosen.current?.();
            chosen.current = null;
          }}
        >
          {actions.map((action) => (
            <DropdownMenu.Item
              key={action.label}
              className="menu-item"
              data-danger={action.danger}
              onSelect={() => {
                chosen.current = action.run;
              }}
            >
              {action.icon}
              {action.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
