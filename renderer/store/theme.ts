/** Dark, light, or as the system is. */
import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'printraft.theme';

function stored(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

export const useTheme = create<{ theme: Theme }>()(() => ({ theme: stored() }));

/** Puts the theme onto the page; the style sheets do the rest. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  useTheme.setState({ theme });
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Not kept, then: the choice holds as long as this page.
  }
}
