import { randomBytes } from 'node:crypto';

/** An id for a workstation that nobody else has. */
export const newNodeId = (): string => `n-${randomBytes(6).toString('hex')}`;
