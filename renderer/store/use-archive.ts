import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ArchiveName } from '../../shared/domain/model.ts';
import { type ArchiveView, openArchive } from './archive.ts';
import { useReader } from './reader.ts';
import { useReplica } from './replica.ts';

/** An archive as it is, for as long as the component is shown, and how to read on. */
export function useArchive<A extends ArchiveName>(
  archive: A,
): ArchiveView<A> & Readonly<{ older: () => void }> {
  const reader = useReader();
  const [opened] = useState(() => openArchive(reader, useReplica, archive));
  useEffect(() => opened.follow(), [opened]);
  const view = useStore(opened.store);
  return { ...view, older: () => void opened.older() };
}
