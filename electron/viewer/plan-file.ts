/** A dry run of bringing in a file of records, of whichever kind: what would be made, changed and wrong. */
import { type FileKind, type Planned, TOLD } from '../../shared/contract/files.ts';
import type { State } from '../../shared/domain/model.ts';
import { type FilePlan, fileSteps } from '../../shared/transfer/file.ts';
import { inSlices } from './slices.ts';

/**
 * What bringing in a file of that kind comes to, in slices of the event loop; too much to be done all at once is an
 * error like any other.
 * @param state which has to stay as it is meanwhile: see `still.ts`
 * @param signal ends the work: then it rejects
 */
export function planFile(
  kind: FileKind,
  bytes: Uint8Array,
  state: State,
  signal?: AbortSignal,
): Promise<FilePlan> {
  return inSlices(fileSteps(kind, bytes, state), signal);
}

/** What is told of a plan: of long lists the beginning, with how long they are. */
export function toldOf(plan: FilePlan): Omit<Planned, 'kind' | 'sure' | 'commands'> {
  const { creates, changes, same, errors, warnings, ignored } = plan;
  return {
    counts: {
      ...{ creates: creates.length, changes: changes.length, same: same.length },
      ...{ errors: errors.length, warnings: warnings.length },
    },
    creates: creates.slice(0, TOLD),
    changes: changes.slice(0, TOLD),
    errors: errors.slice(0, TOLD),
    warnings: warnings.slice(0, TOLD),
    ignored,
  };
}
