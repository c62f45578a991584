/** The part of a form's body that was changed: an edit says nothing about what somebody else may change meanwhile. */
export function changedOnly<B extends object>(body: B, changed: (field: string) => boolean): Partial<B> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => changed(name))) as Partial<B>;
}
