import { beforeEach, expect, it, vi } from 'vitest';
import { memoryStorage } from '../testing/storage.ts';

const session = memoryStorage();

/** The desk as a page finds it that has just been loaded. */
async function load() {
  vi.resetModules();
  return import('./desk.ts');
}

beforeEach(() => {
  session.clear();
  vi.stubGlobal('sessionStorage', session);
});

const draft = { values: { maker: 'Prusa' }, doubt: null };

it('an open dialog and what is typed in it outlive a reload', async () => {
  const before = await load();
  before.openDialog({ form: 'printer.create' });
  before.keepDraft(draft);
  const after = await load();
  expect(after.useDesk).not.toBe(before.useDesk);
  expect(after.useDesk.getState()).toMatchObject({ dialog: { form: 'printer.create' }, draft });
});

it('so does a command whose outcome is not known, with its key', async () => {
  const doubt = { key: 'key-00000001', command: { type: 'job.start', id: 'J-1' } } as const;
  const before = await load();
  before.openDialog({ form: 'job.edit', id: 'J-1' });
  before.keepDraft({ ...draft, doubt });
  expect((await load()).useDesk.getState().draft?.doubt).toEqual(doubt);
});

it('a dialog begins empty, and a closed one is forgotten', async () => {
  const { useDesk, openDialog, closeDialog, keepDraft } = await load();
  openDialog({ form: 'printer.create' });
  keepDraft(draft);
  openDialog({ form: 'filament.create' });
  expect(useDesk.getState().draft).toBeNull();
  keepDraft(draft);
  closeDialog();
  expect(useDesk.getState()).toMatchObject({ dialog: null, draft: null });
  expect((await load()).useDesk.getState()).toMatchObject({ dialog: null, draft: null });
});

it('what became of an action stands at its own place and is gone after a reload', async () => {
  const { useDesk, setNotice } = await load();
  setNotice('job:J-1', { text: 'MK4S-1 is still printing J-2.', doubt: null });
  setNotice('page', { text: 'Not saved.', doubt: null });
  setNotice('page', null);
  expect(useDesk.getState().notices['job:J-1']?.text).toContain('J-2');
  expect(useDesk.getState().notices.page).toBeUndefined();
  expect((await load()).useDesk.getState().notices).toEqual({});
});
