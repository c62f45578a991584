/** Why who votes changes, or does not: typed, and in words for those who run the shop. */

/** Why somebody is to vote no longer. */
export type Why =
  | Readonly<{ kind: 'silent'; forMs: number }>
  | Readonly<{ kind: 'quitting' }>
  | Readonly<{ kind: 'leaving' }>;

/** Members by name. */
export type Reason =
  | Readonly<{ kind: 'swapped'; out: string; in: string; why: Why }>
  /** More vote than before. `all`: who votes now. */
  | Readonly<{ kind: 'promoted'; who: readonly string[]; all: readonly string[] }>
  /** A voter is removed, and nobody can vote instead: fewer vote than before. */
  | Readonly<{ kind: 'lowered'; out: readonly string[]; all: readonly string[] }>
  /** Newcomers get the records. */
  | Readonly<{ kind: 'admitted'; who: readonly string[] }>
  | Readonly<{ kind: 'dismissed'; who: readonly string[] }>
  /** What follows waits. */
  | Readonly<{ kind: 'alone'; who: string }>
  | Readonly<{ kind: 'noSubstitute'; who: string; why: Why }>
  /** Once this one has gone, too few are left to write. */
  | Readonly<{ kind: 'readingOnly'; who: string; needed: number; of: readonly string[] }>
  | Readonly<{ kind: 'removalWaits'; who: readonly string[]; needed: number; of: readonly string[] }>;

/** One sentence, without its full stop. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'swapped':
      return `${reason.in} votes instead of ${reason.out}: ${whyWords(reason.why)}`;
    case 'promoted':
      return `${and(reason.all)} vote: ${and(reason.who)} ${is(reason.who)} up to date and stable`;
    case 'lowered':
      return `${and(reason.all)} ${reason.all.length === 1 ? 'alone votes' : 'vote'}: ${and(reason.out)} ${is(reason.out)} removed, and nobody else is ready to vote`;
    case 'admitted':
      return `${and(reason.who)} ${is(reason.who)} being brought up to date`;
    case 'dismissed':
      return `${and(reason.who)} ${is(reason.who)} removed`;
    case 'alone':
      return `${reason.who} alone votes until two more workstations are up to date and stable`;
    case 'noSubstitute':
      return `${reason.who} still votes, though it ${stillWhy(reason.why)}: nobody else is ready to`;
    case 'readingOnly':
      return `Without ${reason.who}: reading only until ${someOn(reason.needed, reason.of)}`;
    case 'removalWaits':
      return `${and(reason.who)} ${is(reason.who)} removed as soon as ${someOn(reason.needed, reason.of)}`;
  }
}

function whyWords(why: Why): string {
  switch (why.kind) {
    case 'silent':
      return `silent for ${duration(why.forMs)}`;
    case 'quitting':
      return 'switched off or asleep';
    case 'leaving':
      return 'removed from the shop';
  }
}

function stillWhy(why: Why): string {
  switch (why.kind) {
    case 'silent':
      return `has been silent for ${duration(why.forMs)}`;
    case 'quitting':
      return 'is about to be switched off';
    case 'leaving':
      return 'is being removed';
  }
}

/** In the largest unit that says it: 70 s is 1 min. */
function duration(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five'];

/** "A and B are on" where all are needed, else "two of A, B, C are on". */
function someOn(needed: number, names: readonly string[]): string {
  if (needed >= names.length) return `${and(names)} ${is(names)} on`;
  return `${NUMBERS[needed] ?? needed} of ${names.join(', ')} ${needed === 1 ? 'is' : 'are'} on`;
}

function and(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join()}`;
}

function is(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
