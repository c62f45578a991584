/** Commands that were sent and whose effect is not on the screen yet. */
import { create } from 'zustand';
import type { CommandInput } from '../../shared/domain/commands.ts';

export type Pendings = Readonly<{ byKey: ReadonlyMap<string, CommandInput> }>;

export const usePendings = create<Pendings>()(() => ({ byKey: new Map() }));

/** Which kind of record a command is about: the part of its type before the dot. */
export type Subject = 'filament' | 'spool' | 'printer' | 'job';

/** The command that waits for the record, if one does; the latest of several. */
export function pendingFor({ byKey }: Pendings, subject: Subject, id: string): CommandInput | undefined {
  let found: CommandInput | undefined;
  for (const command of byKey.values()) {
    if (command.type.startsWith(`${subject}.`) && 'id' in command && command.id === id) found = command;
  }
  return found;
}
