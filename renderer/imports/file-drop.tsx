import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Chosen } from './import-steps.ts';

type FileDropProps = Readonly<{
  chosen: Chosen | null;
  /** Whether another file may be chosen now. */
  enabled: boolean;
  onFile: (file: File) => void;
}>;

/** Where a file is dropped, or chosen by a button; then its name, and how to choose another. */
export function FileDrop({ chosen, enabled, onFile }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const over = useWindowDrop(enabled, onFile);
  return (
    <div className="file-drop" data-over={over} data-chosen={chosen !== null}>
      <FileUp aria-hidden size={chosen === null ? 26 : 18} />
      {chosen === null ? (
        <p>
          Drop a file here: a table (CSV) of printers, filament, spools or jobs, an export of Spoolman, or the
          old system’s <span className="nowrap">state_node_….json</span>.
        </p>
      ) : (
        <p className="file-drop-name">{chosen.name}</p>
      )}
      <button
        type="button"
        className="button"
        data-first
        aria-disabled={!enabled}
        onClick={() => enabled && input.current?.click()}
      >
        {chosen === null ? 'Choose a file…' : 'Another file…'}
      </button>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label="File"
        accept=".csv,.tsv,.txt,.json,text/csv,application/json"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same one can be chosen again, once it was mended.
          event.target.value = '';
          if (file !== undefined && enabled) onFile(file);
        }}
      />
    </div>
  );
}

/** A file dropped anywhere in the window: beside the dialog a browser would leave the console to show it. */
function useWindowDrop(enabled: boolean, onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const taking = useRef({ enabled, onFile });
  useEffect(() => {
    taking.current = { enabled, onFile };
  });
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      setOver(taking.current.enabled);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined && taking.current.enabled) taking.current.onFile(file);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
