import { Download, Upload } from 'lucide-react';
import type { ExportName } from '../../shared/contract/files.ts';
import { openDialog, setNotice } from '../store/desk.ts';
import { useFiles } from '../store/files.ts';
import { ActionMenu } from './action-menu.tsx';

/** Keeps records as a file; what goes wrong is said at the top of the page. */
export function useExport(): (what: ExportName) => void {
  const files = useFiles();
  return (what) => {
    setNotice('page', null);
    void files.save(what).then((failed) => {
      if (failed !== null) setNotice('page', { text: failed, doubt: null });
    });
  };
}

type FilesMenuProps = Readonly<{
  /** What the screen shows, with what each is called in the menu. */
  exports: Readonly<Partial<Record<ExportName, string>>>;
}>;

/** The screen's own menu: its records as files, out and in. */
export function FilesMenu({ exports }: FilesMenuProps) {
  const save = useExport();
  const out = Object.entries(exports).map(([what, label]) => ({
    label,
    icon: <Download aria-hidden size={15} />,
    // `Object.entries` forgets what the keys are.
    run: () => save(what as ExportName),
  }));
  const bring = {
    label: 'Import…',
    icon: <Upload aria-hidden size={15} />,
    run: () => openDialog({ form: 'import' }),
  };
  return <ActionMenu label="Import and export" actions={[...out, bring]} />;
}

/** The way in for a shop that has nothing yet. */
export function ImportButton() {
  return (
    <button type="button" className="button" onClick={() => openDialog({ form: 'import' })}>
      <Upload aria-hidden size={16} />
      Import…
    </button>
  );
}
