/** Everything that can go wrong with a call, as status, headers and one sentence. */
import { KeyReused, Unavailable, UnknownOutcome } from '../workstation-interface.ts';
import type { Log } from '../viewer/log.ts';
import { Refused } from './refused.ts';

/** Words for what Fastify refuses by itself. */
const FASTIFY_WORDS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Content-Type must be application/json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body must be at most 64 KiB',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body must be a JSON object',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body must be valid JSON, without __proto__ or constructor.prototype',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'Content-Length must be the length of the body',
  FST_ERR_MAX_PARAM_LENGTH: 'The path has a part that is too long',
  FST_ERR_BAD_URL: 'The path must be a well-formed URL',
};

/**
 * Turns an error into a refusal. Through the proxy, `hasLeader` decides between the original's
 * "No leader found" and an honest 503.
 */
export function refusedFor(error: unknown, proxied: boolean, hasLeader: () => boolean, log: Log): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof Unavailable) {
    if (proxied && !hasLeader()) return new Refused(404, `No leader found: ${error.message}`);
    return new Refused(503, error.message, { 'retry-after': '1' });
  }
  if (error instanceof UnknownOutcome) {
    return new Refused(504, proxied ? `leader timed out: ${error.message}` : error.message);
  }
  if (error instanceof KeyReused) return new Refused(422, error.message, {}, 'keyReused');
  const { code, status } = ofFastify(error);
  if (status >= 400 && status < 500) {
    return new Refused(
      status,
      FASTIFY_WORDS[code] ?? (error instanceof Error ? error.message : 'Bad request'),
    );
  }
  log('A call failed.', error);
  return new Refused(500, 'The workstation failed to carry this out');
}

function ofFastify(error: unknown): { code: string; status: number } {
  if (!(error instanceof Error)) return { code: '', status: 500 };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    status: typeof statusCode === 'number' ? statusCode : 500,
  };
}
