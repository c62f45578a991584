/** Which screen is shown: the address after `#`, so that Back and bookmarks work. */
import { useSyncExternalStore } from 'react';

export const SCREENS = ['printers', 'filament', 'jobs', 'activity', 'shop'] as const;
export type Screen = (typeof SCREENS)[number];

function current(): Screen {
  const wanted = location.hash.replace(/^#\/?/, '');
  return SCREENS.find((screen) => screen === wanted) ?? 'printers';
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useScreen(): Screen {
  return useSyncExternalStore(subscribe, current);
}
