/** Why a write or read got no answer from the state machine, and why a node cannot go on. */

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

/** The log goes on with an entry of a newer version: applied otherwise than meant, replicas would differ. */
export class NewerEntryError extends Error {
  override readonly name = 'NewerEntryError';
  constructor() {
    super('The shop holds changes made by a newer PrintRaft: please update PrintRaft on this workstation.');
  }
}

/** The same of a snapshot's records. */
export class NewerSnapshotError extends Error {
  override readonly name = 'NewerSnapshotError';
  constructor() {
    super('The shop’s records were kept by a newer PrintRaft: please update PrintRaft on this workstation.');
  }
}

/** Most of the others hold another state at the same index: what is here is wrong, and has to be got anew. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
  constructor() {
    super('The records on this workstation had come to differ from those of the others.');
  }
}

/** A snapshot's records do not make up a state, or entries do not follow it. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
