import type { ReactNode } from 'react';

type ScreenHeadProps = Readonly<{ title: string; summary: string; children?: ReactNode }>;

/** Title of a screen, one line about it, and its actions. */
export function ScreenHead({ title, summary, children }: ScreenHeadProps) {
  return (
    <header className="screen-head">
      <div className="screen-title">
        <h1>{title}</h1>
        <p className="muted">{summary}</p>
      </div>
      <div className="screen-actions">{children}</div>
    </header>
  );
}
