import { History, Layers, ListChecks, MonitorCheck, Printer } from 'lucide-react';
import { useReplica } from '../store/replica.ts';
import { jobCounts } from '../view/jobs.ts';
import { freePrinters } from '../view/printers.ts';
import { SCREENS } from './route.ts';
import type { Screen } from './route.ts';

export const SCREEN_NAMES: Readonly<Record<Screen, string>> = {
  printers: 'Printers',
  filament: 'Filament',
  jobs: 'Jobs',
  activity: 'Activity',
  shop: 'Shop',
};

const ICONS = {
  printers: Printer,
  filament: Layers,
  jobs: ListChecks,
  activity: History,
  shop: MonitorCheck,
} as const;

/** The links to the screens. */
export function Navigation({ screen }: Readonly<{ screen: Screen }>) {
  return (
    <nav aria-label="Screens" className="nav">
      {SCREENS.map((each) => {
        const Icon = ICONS[each];
        return (
          <a key={each} href={`#/${each}`} aria-current={each === screen ? 'page' : undefined}>
            <Icon aria-hidden size={17} />
            {SCREEN_NAMES[each]}
            <Count screen={each} />
          </a>
        );
      })}
    </nav>
  );
}

/** How much there is to do on a screen. The screens say it in words, so it is for the eyes only. */
function Count({ screen }: Readonly<{ screen: Screen }>) {
  const text = useReplica(({ tables, index }) => {
    if (index === null) return '';
    if (screen === 'printers')
      return tables.printers.size === 0 ? '' : `${freePrinters(tables.printers)} free`;
    if (screen === 'jobs') return jobCounts(tables.jobs).Queued > 0 ? `${jobCounts(tables.jobs).Queued}` : '';
    return '';
  });
  return text === '' ? null : (
    <span aria-hidden className="nav-count">
      {text}
    </span>
  );
}
