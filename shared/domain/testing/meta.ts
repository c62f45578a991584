import type { Meta } from '../answers.ts';
import { RULES_VERSION } from '../versions.ts';

/** What the log adds to a command at that index; a millisecond passes between two. */
export function metaOf(index: number, version = RULES_VERSION): Meta {
  const actor = Object.freeze({ operator: 'Ada', workstation: 'Office' });
  return Object.freeze({ at: 999 + index, index, version, actor });
}
