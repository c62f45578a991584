/** What the tray shows, as data: a pure function of how the shop is and of what it has to do. */
import type { Health, Mode } from '../../../shared/contract/health.ts';
import { awaited, listed, missing, shopWords } from '../../../shared/contract/health-words.ts';
import { asLabel, oneLine } from '../native-text.ts';
import type { JobCounts } from './counts.ts';
import type { TrayState } from './icon-files.ts';

export type TrayAction = 'show' | 'quit';
export type TrayItem =
  | Readonly<{ kind: 'text'; label: string }>
  | Readonly<{ kind: 'separator' }>
  | Readonly<{ kind: 'action'; action: TrayAction; label: string }>;

export type TrayView = Readonly<{ icon: TrayState; tooltip: string; menu: readonly TrayItem[] }>;

const NAME = 24;
/** Windows keeps 127 characters of a tooltip. */
const TOOLTIP = 127;
const LABEL = 100;
const FINDINGS = 2;
const SEPARATOR = { kind: 'separator' } as const;

const ICON: Readonly<Record<Mode, TrayState>> = {
  well: 'well',
  degraded: 'degraded',
  alone: 'alone',
  readingOnly: 'readingOnly',
  starting: 'starting',
  // There is nothing yet that could be well or not.
  noShop: 'starting',
};

/** Until the first health is known. */
export const STARTING: TrayView = {
  icon: 'starting',
  tooltip: 'PrintRaft is starting.',
  menu: [text('PrintRaft is starting.'), SEPARATOR, ...actions(null)],
};

/** No workstation runs here, for this reason: nothing can be changed from here. */
export function failedView(reason: string): TrayView {
  return {
    icon: 'readingOnly',
    tooltip: oneLine(`PrintRaft does not run: ${reason}`, TOOLTIP),
    menu: [text('PrintRaft does not run.'), text(reason), SEPARATOR, ...actions(null)],
  };
}

export function trayView(told: Health, counts: JobCounts): TrayView {
  const health = withFitNames(told);
  const { sentence } = shopWords(health);
  const help = whatHelps(health);
  return {
    icon: ICON[health.mode],
    tooltip: oneLine(health.shop === '' ? sentence : `${health.shop}: ${sentence}`, TOOLTIP),
    menu: [
      text(sentence),
      ...(help === null ? [] : [text(help)]),
      ...(health.membership?.requests ?? []).map(({ name }) => text(`${oneLine(name, NAME)} wants to join.`)),
      ...health.findings.slice(0, FINDINGS).map(text),
      ...(health.mode === 'noShop' ? [] : [SEPARATOR, text(countWords(counts))]),
      SEPARATOR,
      ...actions(health.mode),
    ],
  };
}

function text(words: string): TrayItem {
  return { kind: 'text', label: asLabel(oneLine(words, LABEL)) };
}

function actions(mode: Mode | null): readonly TrayItem[] {
  // With no failure to spare, this workstation's leaving is the one too many.
  const quit = mode === 'degraded' ? 'Quit (the shop will then be reading only)' : 'Quit';
  return [
    { kind: 'action', action: 'show', label: 'Show PrintRaft' },
    { kind: 'action', action: 'quit', label: quit },
  ];
}

/** What somebody could do about it; null: nothing, or nothing is wrong. */
function whatHelps(health: Health): string | null {
  const { mode, waitingFor } = health;
  if (mode === 'readingOnly' && waitingFor !== null && waitingFor.names.length > 0) {
    return switchOn(awaited(waitingFor));
  }
  const silent = missing(health);
  const helps = mode === 'degraded' || health.contradicted;
  return helps && silent.length > 0 ? switchOn(listed(silent, 'and')) : null;
}

function switchOn(names: string): string {
  return `What helps: switch on ${names}, or check the network there.`;
}

function countWords({ printing, waiting }: JobCounts): string {
  if (printing === 0 && waiting === 0) return 'No jobs printing or waiting';
  return `${printing} printing, ${waiting} waiting`;
}

function withFitNames(health: Health): Health {
  const fit = (name: string) => oneLine(name, NAME);
  const { waitingFor } = health;
  return {
    ...health,
    shop: fit(health.shop),
    members: health.members.map((member) => ({ ...member, name: fit(member.name) })),
    waitingFor: waitingFor && { ...waitingFor, names: waitingFor.names.map(fit) },
  };
}
