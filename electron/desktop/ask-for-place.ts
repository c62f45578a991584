/** The system's own dialog for where a file goes. */
import { extname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

const KINDS: Readonly<Record<string, string>> = { '.csv': 'Table (CSV)', '.json': 'JSON' };

/** Resolves with the chosen place; null where the dialog was cancelled. */
export async function askForPlace(window: BrowserWindow, usualName: string): Promise<string | null> {
  const kind = extname(usualName);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('documents'), usualName),
    filters: [{ name: KINDS[kind] ?? kind, extensions: [kind.slice(1)] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? null : filePath;
}
