/**
 * Under which keys a file is brought in. What is planned from a file depends on the records of the moment, so that the
 * same file sent again is another change, which the shop would refuse under the same key. Therefore a file has keys of
 * its own in the shop's log, made from the client's key and from what is in the file: these tell whether it was
 * brought in already, on whichever workstation, and with which answer.
 */
import { hash } from 'node:crypto';
import type { FileKind } from '../../../shared/contract/files.ts';
import type { Answer } from '../../../shared/domain/answers.ts';
import { KeyReused, type Workstation } from '../../workstation-interface.ts';

/** How often a file is planned anew because the shop moved on under it. */
export const ATTEMPTS = 3;

export class ImportKey {
  readonly #client: string;
  readonly #file: string;

  constructor(key: string, kind: FileKind, bytes: Uint8Array) {
    this.#client = `import ${hash('sha256', key, 'base64url').slice(0, 20)} `;
    this.#file = hash('sha256', `${kind} ${hash('sha256', bytes, 'hex')}`, 'base64url').slice(0, 32);
  }

  /** The key in the log of one attempt, counted from 0. */
  of(attempt: number): string {
    return `${this.#client}${this.#file} ${attempt}`;
  }

  /**
   * The answers to earlier attempts, in their order.
   * @throws KeyReused where the client's key was used for another file
   */
  earlier(workstation: Pick<Workstation, 'answers'>): readonly Answer[] {
    const answers = workstation.answers(this.#client);
    for (const name of answers.keys())
      if (!name.startsWith(`${this.#file} `))
        throw new KeyReused('this Idempotency-Key was used for another file');
    return [...answers].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, answer]) => answer);
  }
}
