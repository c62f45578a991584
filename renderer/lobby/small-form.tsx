import { zodResolver } from '@hookform/resolvers/zod';
import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Resolver } from 'react-hook-form';
import type { z } from 'zod';
import { TextField } from '../forms/fields.tsx';
import { BusyButton } from '../parts/busy-button.tsx';

type SmallFormProps<Body> = Readonly<{
  schema: z.ZodType<Body>;
  field: string;
  label: string;
  hint?: string;
  placeholder?: string;
  submit: string;
  icon: ReactNode;
  busy: boolean;
  send: (body: Body) => void;
}>;

/** One field and its button. It stays filled whatever comes of it. */
export function SmallForm<Body>(props: SmallFormProps<Body>) {
  const { schema, field, label, hint, placeholder, submit, icon, busy, send } = props;
  const form = useForm<Record<string, string>, unknown, Body>({
    defaultValues: { [field]: '' },
    // The schema takes text and is checked against this field by whoever brings it.
    resolver: zodResolver(schema as never) as unknown as Resolver<Record<string, string>, unknown, Body>,
  });
  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="lobby-form"
        onSubmit={(event) => {
          if (busy) event.preventDefault();
          else void form.handleSubmit((body) => send(body))(event);
        }}
      >
        <TextField
          name={field}
          label={label}
          {...(hint === undefined ? {} : { hint })}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        <BusyButton type="submit" busy={busy} icon={icon}>
          {submit}
        </BusyButton>
      </form>
    </FormProvider>
  );
}
