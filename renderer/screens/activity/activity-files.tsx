import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ActionMenu } from '../../parts/action-menu.tsx';
import { setNotice } from '../../store/desk.ts';
import { useFiles } from '../../store/files.ts';
import { readAll, useReader } from '../../store/reader.ts';
import { activityRows, findActivities } from '../../view/activity.ts';
import type { ActivityFilter } from '../../view/activity.ts';

/** Everything that passes the filter as a table for other programs, also what is not shown yet. */
export function ActivityFiles({ filter }: Readonly<{ filter: ActivityFilter }>) {
  const reader = useReader();
  const files = useFiles();
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const save = async () => {
    setNotice('page', null);
    try {
      const all = await readAll(reader, 'activity', () => shown.current);
      if (!shown.current) return;
      const failed = await files.saveActivity(activityRows(findActivities(all, filter)));
      if (failed !== null) setNotice('page', { text: failed, doubt: null });
    } catch {
      setNotice('page', { text: 'Not exported: this workstation cannot be reached.', doubt: null });
    }
  };
  return (
    <ActionMenu
      label="Import and export"
      actions={[{ label: 'Export as CSV', icon: <Download aria-hidden size={15} />, run: () => void save() }]}
    />
  );
}
