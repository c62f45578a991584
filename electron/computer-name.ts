import { hostname } from 'node:os';

/** What this computer is called, short enough for a workstation's name and never empty. */
export function computerName(): string {
  return (
    hostname()
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 80) || 'Workstation'
  );
}
