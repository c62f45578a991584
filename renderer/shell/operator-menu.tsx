import { Check, UserPlus, UserRound, UserRoundX } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import { MenuContent } from '../parts/menu-content.tsx';
import { pickOperator, useOperators } from '../store/operator.ts';
import { OperatorDialog } from './operator-dialog.tsx';

/** Who works here: what is done from now on is done by them. */
export function OperatorMenu() {
  const { picked, known } = useOperators();
  const trigger = useRef<HTMLButtonElement>(null);
  const wantsName = useRef(false);
  const [naming, setNaming] = useState(false);
  const said = picked === '' ? 'Nobody picked' : picked;
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          ref={trigger}
          className="operator"
          data-nobody={picked === ''}
          aria-label={`Operator: ${said}`}
          title="Who works at this computer"
        >
          <UserRound aria-hidden size={16} />
          <span className="truncate">{picked === '' ? 'Who works here?' : picked}</span>
        </DropdownMenu.Trigger>
        <MenuContent
          trigger={trigger}
          align="start"
          onClosed={() => {
            if (wantsName.current) setNaming(true);
            wantsName.current = false;
          }}
        >
          <DropdownMenu.RadioGroup value={picked}>
            {known.map((name) => (
              <Choice key={name} name={name} icon={<UserRound aria-hidden size={15} />} label={name} />
            ))}
            <Choice name="" icon={<UserRoundX aria-hidden size={15} />} label="Nobody" />
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => (wantsName.current = true)}>
            <UserPlus aria-hidden size={15} />
            Another name…
          </DropdownMenu.Item>
        </MenuContent>
      </DropdownMenu.Root>
      {naming && <OperatorDialog onClose={() => setNaming(false)} />}
    </>
  );
}

type ChoiceProps = Readonly<{ name: string; label: string; icon: React.ReactNode }>;

function Choice({ name, label, icon }: ChoiceProps) {
  return (
    <DropdownMenu.RadioItem value={name} className="menu-item" onSelect={() => pickOperator(name)}>
      {icon}
      <span className="truncate">{label}</span>
      <DropdownMenu.ItemIndicator className="menu-check">
        <Check aria-hidden size={14} />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
