/** Why a write or read got no answer from the state machine. */

/** Certainly not applied. */
export class NotApplied extends Error {
  override readonly name = 'NotApplied';
}

/** May or may not be applied, now or later. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The idempotency key was first used with another command. */
export class KeyUsedOtherwise extends Error {
  override readonly name = 'KeyUsedOtherwise';
}
