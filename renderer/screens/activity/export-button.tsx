import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { BusyButton } from '../../parts/busy-button.tsx';
import { setNotice } from '../../store/desk.ts';
import { readAll, useReader } from '../../store/reader.ts';
import { activityCsv, findActivities } from '../../view/activity.ts';
import type { ActivityFilter } from '../../view/activity.ts';
import { saveFile } from './save-file.ts';

/** Everything that passes the filter as a table for other programs, also what is not shown yet. */
export function ExportButton({ filter }: Readonly<{ filter: ActivityFilter }>) {
  const reader = useReader();
  const [busy, setBusy] = useState(false);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const save = async () => {
    setBusy(true);
    try {
      const all = await readAll(reader, 'activity', () => shown.current);
      if (!shown.current) return;
      saveFile('activity.csv', 'text/csv', activityCsv(findActivities(all, filter)));
    } catch {
      setNotice('page', { text: 'Not exported: this workstation cannot be reached.', doubt: null });
    }
    setBusy(false);
  };
  return (
    <BusyButton busy={busy} icon={<Download aria-hidden size={16} />} onClick={() => void save()}>
      Export CSV
    </BusyButton>
  );
}
