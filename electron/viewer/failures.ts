/** What a viewer is told of what a workstation could not do. */
import type { Failure } from '../../shared/contract/protocol.ts';
import { KeyReused, Unavailable, UnknownOutcome } from '../workstation-interface.ts';

export function failureOf(error: unknown): Failure {
  if (error instanceof Unavailable) return { code: 'unavailable', message: error.message };
  if (error instanceof UnknownOutcome) return { code: 'unknownOutcome', message: error.message };
  if (error instanceof KeyReused) return { code: 'badRequest', message: `params.key: ${error.message}` };
  return { code: 'internal', message: 'The workstation failed to carry this out.' };
}
