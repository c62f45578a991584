import type { ReactNode } from 'react';

type EmptyProps = Readonly<{
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** 1 where it stands for the whole screen. */
  level?: 1 | 2;
}>;

/** A screen without records: says what belongs there and offers to begin. */
export function Empty({ icon, title, children, action, level = 2 }: EmptyProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="empty">
      {icon}
      <Heading>{title}</Heading>
      <p>{children}</p>
      {action}
    </div>
  );
}
