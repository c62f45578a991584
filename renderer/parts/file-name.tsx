import { Fragment } from 'react';

/** A file's name that breaks between its parts, where it has to break. */
export function FileName({ file }: Readonly<{ file: string }>) {
  const parts = file.split(/(?<=[_\-/\\])|(?=\.[a-z0-9]+$)/i);
  return parts.map((part, n) => (
    <Fragment key={n}>
      {part}
      <wbr />
    </Fragment>
  ));
}
