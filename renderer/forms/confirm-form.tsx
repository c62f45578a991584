import { z } from 'zod';
import type { CommandInput } from '../../shared/domain/commands.ts';
import { CommandForm } from './command-form.tsx';

const nothing = z.object({});

type ConfirmFormProps = Readonly<{
  title: string;
  description: string;
  submit: string;
  command: CommandInput;
}>;

/** Asks before something is taken away. */
export function ConfirmForm({ title, description, submit, command }: ConfirmFormProps) {
  return (
    <CommandForm
      title={title}
      description={description}
      submit={submit}
      danger
      schema={nothing}
      defaults={{}}
      command={() => command}
    />
  );
}
