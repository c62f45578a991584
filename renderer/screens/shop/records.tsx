import { Download } from 'lucide-react';
import { ImportButton, useExport } from '../../parts/files-menu.tsx';

/** Everything that the shop keeps as one file, and the way in for files. */
export function Records() {
  const save = useExport();
  return (
    <section aria-label="Records">
      <h2 className="section-title">Records</h2>
      <p className="muted records-explained">
        Everything that the shop keeps, its history too, as one file of yours: to look at, or to leave. Single
        tables are exported on their screens. Tables, exports of Spoolman and the old system’s files come in
        by Import.
      </p>
      <div className="record-files">
        <button type="button" className="button" onClick={() => save('everything')}>
          <Download aria-hidden size={16} />
          Export everything (JSON)
        </button>
        <ImportButton />
      </div>
    </section>
  );
}
