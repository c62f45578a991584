import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { THEMES, chooseTheme, useTheme } from '../store/theme.ts';
import type { Theme } from '../store/theme.ts';

const NAMES: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Chooses between light, dark, and what the system says. */
export function ThemeMenu() {
  const theme = useTheme((state) => state.theme);
  const Chosen = ICONS[theme];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="button icon quiet" aria-label="Theme" title={`Theme: ${NAMES[theme]}`}>
        <Chosen aria-hidden size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={theme}>
            {THEMES.map((each) => {
              const Icon = ICONS[each];
              return (
                <DropdownMenu.RadioItem
                  key={each}
                  value={each}
                  className="menu-item"
                  onSelect={() => chooseTheme(each)}
                >
                  <Icon aria-hidden size={15} />
                  {NAMES[each]}
                  <DropdownMenu.ItemIndicator className="menu-check">
                    <Check aria-hidden size={14} />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              );
            })}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
