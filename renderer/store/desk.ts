/**
 * What this window is doing: the open dialog, what was typed, and what became of actions. Dialog and
 * drafts outlive a reload of the page (another build), but not the window.
 */
import { create } from 'zustand';
import { persist, createJSONStorage } from 'zustand/middleware';
import type { CommandInput } from '../../shared/domain/commands.ts';

export type OpenDialog =
  | Readonly<{ form: 'printer.create' | 'filament.create' | 'import' }>
  | Readonly<{ form: 'spool.create'; filament?: string }>
  | Readonly<{ form: 'job.create'; printer?: string; spool?: string }>
  | Readonly<{ form: 'spool.load'; printer: string; slot: number }>
  | Readonly<{ form: 'job.start'; id: string; printer: string; spool: string }>
  | Readonly<{ form: 'job.fail' | 'job.changeSpool'; id: string; print: string }>
  | Readonly<{
      form:
        | 'printer.edit'
        | 'printer.retire'
        | 'filament.edit'
        | 'filament.retire'
        | 'spool.weigh'
        | 'spool.edit'
        | 'spool.move'
        | 'spool.retire'
        | 'job.edit'
        | 'job.cancel';
      id: string;
    }>;

/** A command whose outcome is not known; sent again it tells. */
export type Doubt = Readonly<{ key: string; command: CommandInput }>;

export type Draft = Readonly<{ values: Readonly<Record<string, string>>; doubt: Doubt | null }>;

/** What became of an action, beside the thing that it was for. */
export type Notice = Readonly<{ text: string; doubt: Doubt | null }>;

export type Desk = Readonly<{
  dialog: OpenDialog | null;
  /** What is typed in the open dialog, and what became of it. */
  draft: Draft | null;
  /** By scope: `printer:MK4S-1`, `job:J-0042`, or `page`. */
  notices: Readonly<Partial<Record<string, Notice>>>;
}>;

export const useDesk = create<Desk>()(
  persist<Desk, [], [], Pick<Desk, 'dialog' | 'draft'>>(() => ({ dialog: null, draft: null, notices: {} }), {
    name: 'printraft.desk',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
    partialize: ({ dialog, draft }) => ({ dialog, draft }),
  }),
);

export function openDialog(dialog: OpenDialog): void {
  useDesk.setState({ dialog, draft: null });
}

/** Closes the dialog and forgets what was typed in it. */
export function closeDialog(): void {
  useDesk.setState({ dialog: null, draft: null });
}

export function keepDraft(draft: Draft): void {
  try {
    useDesk.setState({ draft });
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    // More than a page may keep through a reload: this window has it all the same.
  }
}

export function setNotice(scope: string, notice: Notice | null): void {
  useDesk.setState(({ notices }) => ({ notices: { ...notices, [scope]: notice ?? undefined } }));
}
