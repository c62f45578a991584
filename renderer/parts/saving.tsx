import { LoaderCircle } from 'lucide-react';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { pendingFor, usePendings } from '../store/pendings.ts';
import type { Subject } from '../store/pendings.ts';

/** Says of a record that a change to it was sent and has not arrived yet. */
export function Saving({ subject, id }: Readonly<{ subject: Subject; id: string }>) {
  const pending = usePendings((pendings) => pendingFor(pendings, subject, id) !== undefined);
  return pending ? <SavingWord /> : null;
}

function SavingWord() {
  return (
    <span className="saving">
      <LoaderCircle aria-hidden size={13} className="spin" />
      Saving…
    </span>
  );
}

/** New records of one kind that were sent and are not there yet. */
export function SavingNew({ subject }: Readonly<{ subject: Subject }>) {
  const byKey = usePendings((pendings) => pendings.byKey);
  const names = [...byKey].flatMap(([key, command]) => {
    const name = command.type === `${subject}.create` ? nameOf(command) : null;
    return name === null ? [] : [{ key, name }];
  });
  if (names.length === 0) return null;
  return (
    <ul className="saving-new" aria-label={`New, not saved yet`}>
      {names.map(({ key, name }) => (
        <li key={key}>
          <SavingWord /> {name}
        </li>
      ))}
    </ul>
  );
}

function nameOf(command: CommandInput): string | null {
  switch (command.type) {
    case 'printer.create':
      return command.id ?? `${command.maker} ${command.model}`;
    case 'filament.create':
      return command.id ?? `${command.maker} ${command.material} ${command.colour}`;
    case 'spool.create':
      return command.id ?? 'a spool';
    case 'job.create':
      return command.file;
    default:
      return null;
  }
}
