/** Everything that a command may end with, as an exit code. */
import type { Problem } from '../../shared/contract/problem.ts';

/** Documented in --help and docs/command-line.md; scripts rely on them. */
export const EXIT = {
  done: 0,
  /** The shop said no, and why; no record changed. */
  refused: 1,
  /** The command line makes no sense; nothing was sent. */
  usage: 2,
  /** Nobody there, or no majority: certainly not done. */
  unavailable: 3,
  /** A write that may or may not be done. */
  unknown: 4,
  /** A fault in this program. */
  fault: 70,
  /** Ctrl-C before anything was sent that could change a record (128 + SIGINT, as shells count). */
  interrupted: 130,
} as const;

export type Reason = Exclude<keyof typeof EXIT, 'done'>;

/** A command that did not do what it was asked for; the message is one sentence for the user. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly reason: Reason;
  /** What the workstation said beside it. */
  readonly problem: Problem | null;

  constructor(reason: Reason, message: string, options: ErrorOptions & { problem?: Problem } = {}) {
    super(message, options);
    this.reason = reason;
    this.problem = options.problem ?? null;
  }
}

/** What is wrong with a file, each at its place. */
export type FileError = NonNullable<Problem['errors']>[number];

/** A file that was not brought in, or would not be. */
export class FileRefused extends Failure {
  readonly file: string;
  readonly errors: readonly FileError[];

  constructor(message: string, file: string, errors: readonly FileError[], options?: ErrorOptions) {
    super('refused', message, options);
    this.file = file;
    this.errors = errors;
  }
}

/** A write whose outcome nobody knows: the same call with the same key again will tell, and does nothing twice. */
export class UnknownOutcome extends Failure {
  readonly key: string;

  constructor(why: string, key: string, options?: ErrorOptions) {
    super('unknown', `It is not known whether this was done: ${why}`, options);
    this.key = key;
  }
}
