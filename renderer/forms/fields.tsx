import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

/** Errors set with this type are whole sentences; others complete `<label> …`. */
export const REFUSED = 'refused';

type FieldProps = Readonly<{
  name: string;
  label: string;
  hint?: string;
  /** Part of the row's width, of six. */
  width?: 2 | 3 | 4 | 6;
}>;

type Described = Readonly<{ id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }>;

function Field({
  name,
  label,
  hint,
  width = 6,
  children,
}: FieldProps & { children: (of: Described) => ReactNode }) {
  const id = useId();
  const { formState } = useFormContext<Record<string, string>>();
  const error = formState.errors[name];
  const said = error && (error.type === REFUSED ? error.message : `${label} ${error.message ?? 'is wrong'}.`);
  const below = said !== undefined || hint !== undefined;
  return (
    <div className="field" data-width={width}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': said !== undefined,
        'aria-describedby': below ? `${id}-below` : undefined,
      })}
      {below && (
        <p id={`${id}-below`} className={said === undefined ? 'hint' : 'field-error'}>
          {said ?? hint}
        </p>
      )}
    </div>
  );
}

type TextInputProps = ComponentProps<'input'> & Readonly<{ of: Described; name: string }>;

function TextInput({ of, name, ...more }: TextInputProps) {
  const { register } = useFormContext<Record<string, string>>();
  return <input {...of} {...register(name)} type="text" autoComplete="off" spellCheck={false} {...more} />;
}

type TextFieldProps = FieldProps & Readonly<{ placeholder?: string; numeric?: boolean }>;

export function TextField({ placeholder, numeric = false, ...field }: TextFieldProps) {
  const { name } = field;
  const kind = numeric ? ({ inputMode: 'decimal', className: 'numeric' } as const) : {};
  return (
    <Field {...field}>{(of) => <TextInput of={of} name={name} placeholder={placeholder} {...kind} />}</Field>
  );
}

/** Any text, with the usual ones to choose from. What is in it is replaced by the first key: most want another. */
export function SuggestField({
  suggestions,
  ...field
}: FieldProps & Readonly<{ suggestions: readonly string[] }>) {
  const listId = useId();
  return (
    <Field {...field}>
      {(of) => (
        <>
          <TextInput of={of} name={field.name} list={listId} onFocus={(event) => event.target.select()} />
          <datalist id={listId}>
            {suggestions.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

export function SelectField({ children, ...field }: FieldProps & Readonly<{ children: ReactNode }>) {
  const { register } = useFormContext<Record<string, string>>();
  return (
    <Field {...field}>
      {(of) => (
        <select {...of} {...register(field.name)}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** A date with its time, as the browser's own field asks for it. */
export function MomentField(field: FieldProps) {
  const { register } = useFormContext<Record<string, string>>();
  return (
    <Field {...field}>{(of) => <input {...of} {...register(field.name)} type="datetime-local" />}</Field>
  );
}

/** A box that is ticked (`yes`) or not (empty), as all values of forms are text. */
export function CheckField({ name, label }: Pick<FieldProps, 'name' | 'label'>) {
  const { setValue } = useFormContext<Record<string, string>>();
  const ticked = useWatch<Record<string, string>>({ name }) === 'yes';
  return (
    <label className="check field-check">
      <input
        type="checkbox"
        checked={ticked}
        onChange={(event) => setValue(name, event.target.checked ? 'yes' : '', { shouldDirty: true })}
      />
      {label}
    </label>
  );
}

/** A colour as text, with the browser's picker beside it. */
export function ColourValueField(field: FieldProps) {
  const { setValue } = useFormContext<Record<string, string>>();
  const typed = useWatch<Record<string, string>>({ name: field.name });
  const valid = typeof typed === 'string' && /^#[0-9a-f]{6}$/i.test(typed.trim());
  return (
    <Field {...field}>
      {(of) => (
        <span className="colour-value">
          <input
            type="color"
            aria-label="Pick the colour"
            data-unknown={!valid}
            value={valid ? typed.trim().toLowerCase() : '#808080'}
            onChange={(event) =>
              setValue(field.name, event.target.value, { shouldDirty: true, shouldValidate: true })
            }
          />
          <TextInput of={of} name={field.name} placeholder="#1a2b3c" />
        </span>
      )}
    </Field>
  );
}
