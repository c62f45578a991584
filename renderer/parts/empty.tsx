import type { ReactNode } from 'react';

type EmptyProps = Readonly<{ icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }>;

/** A screen without records: says what belongs there and offers to begin. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
