import { ChevronRight, Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { MenuContent } from './menu-content.tsx';

export type MenuAction = Readonly<{
  label: string;
  icon: ReactNode;
  /** What has to be known of it, beside it. */
  hint?: string;
  /** Drawn as something that takes away. */
  danger?: boolean;
  /** Shown, so that people find it, but not to be had now. */
  disabled?: boolean;
  run: () => void;
}>;
/** Actions of one kind, in a menu of their own. */
export type MenuGroup = Readonly<{ label: string; icon: ReactNode; actions: readonly MenuAction[] }>;
export type MenuEntry = MenuAction | MenuGroup;

type ActionMenuProps = Readonly<{
  label: string;
  /** Asked for when the menu is opened, where finding out costs something. */
  actions: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  /** In the place of the `…`. */
  trigger?: ReactNode;
}>;

/** The `…` button of a card or row; `label` says whose. */
export function ActionMenu({ label, actions, trigger: shown }: ActionMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  if (Array.isArray(actions) && actions.length === 0) return null;
  return (
    <DropdownMenu.Root>
      {shown === undefined ? (
        <DropdownMenu.Trigger ref={trigger} className="button icon quiet" aria-label={label} title="More">
          <Ellipsis aria-hidden size={16} />
        </DropdownMenu.Trigger>
      ) : (
        <DropdownMenu.Trigger ref={trigger} className="button" title={label}>
          {shown}
        </DropdownMenu.Trigger>
      )}
      <MenuContent
        trigger={trigger}
        align="end"
        onClosed={() => {
          chosen.current?.();
          chosen.current = null;
        }}
      >
        <Entries
          actions={actions}
          choose={(run) => {
            chosen.current = run;
          }}
        />
      </MenuContent>
    </DropdownMenu.Root>
  );
}

type Choose = (run: () => void) => void;

function Entries({ actions, choose }: Pick<ActionMenuProps, 'actions'> & Readonly<{ choose: Choose }>) {
  const entries = typeof actions === 'function' ? actions() : actions;
  return entries.map((entry) =>
    'actions' in entry ? (
      <DropdownMenu.Sub key={entry.label}>
        <DropdownMenu.SubTrigger className="menu-item">
          {entry.icon}
          {entry.label}
          <ChevronRight aria-hidden size={14} className="menu-more" />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent className="menu" sideOffset={6} collisionPadding={8}>
            {entry.actions.map((action) => (
              <Item key={action.label} action={action} choose={choose} />
            ))}
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    ) : (
      <Item key={entry.label} action={entry} choose={choose} />
    ),
  );
}

function Item({ action, choose }: Readonly<{ action: MenuAction; choose: Choose }>) {
  const { label, icon, hint, danger, disabled = false, run } = action;
  return (
    <DropdownMenu.Item
      className="menu-item"
      data-danger={danger}
      disabled={disabled}
      aria-label={label}
      onSelect={() => choose(run)}
    >
      {icon}
      <span className="truncate">{label}</span>
      {hint !== undefined && <span className="menu-hint">{hint}</span>}
    </DropdownMenu.Item>
  );
}
