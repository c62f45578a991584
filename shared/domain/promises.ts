/**
 * Grams that are promised. A job that names a spool is promised grams of that spool; one that does not, grams of its
 * material, in its colour or in any: a demand. Demands are nested (a colour lies within its material), so all of them
 * can be kept exactly if each of these sets of spools holds what is asked of it (Hall's condition for laminar
 * families): that is what is checked before anything more is promised. Nobody is promised a gram twice.
 */
import type { Answer } from './answers.ts';
import type { Draft } from './draft.ts';
import { colourKey, freeOn } from './free-grams.ts';
import type { Demand, Filament, Job, Spool } from './model.ts';
import { NOTHING, refuse } from './rule.ts';
import { type Id, sameText } from './text.ts';

function asked(demands: readonly Demand[], colour: string | null): number {
  const within = (demand: Demand) =>
    colour === null || (demand.colour !== null && sameText(demand.colour, colour));
  return demands.filter(within).reduce((sum, { reservedMg }) => sum + reservedMg, 0);
}

function demandsFor(draft: Draft, material: string): readonly Demand[] {
  return [...draft.all('demands')].filter((demand) => demand.material === material);
}

/** What may still be promised of a material, in one colour or in any. */
export function availableOf(draft: Draft, material: string, colour: string | null): number {
  const demands = demandsFor(draft, material);
  const ofAny = draft.free.of(material, null) - asked(demands, null);
  return colour === null ? ofAny : Math.min(ofAny, draft.free.of(material, colour) - asked(demands, colour));
}

/** Whether anybody was promised grams of just this colour of its material. */
export function asksForColour(draft: Draft, { material, colour }: Filament): boolean {
  return demandsFor(draft, material).some(
    (demand) => demand.colour !== null && sameText(demand.colour, colour),
  );
}

/** What may still be promised of one spool. */
export function availableOn(draft: Draft, spool: Spool, { material, colour }: Filament): number {
  const free = freeOn(spool);
  if (demandsFor(draft, material).length === 0) return free;
  return Math.min(free, availableOf(draft, material, colour));
}

/** Copies of a job that wait to be printed. */
export const waiting = ({ copies, done, running }: Job) => copies - done - running;
/** What those are promised. */
export const promisedMg = (job: Job) => waiting(job) * job.weightMg;

/** Changes what a job is promised by so much, whatever is left; a job names a spool or a material. */
export function promise(draft: Draft, job: Job, mg: number): void {
  if (mg === 0) return;
  if (job.spool !== null) {
    const spool = draft.get('spools', job.spool);
    if (spool !== undefined) draft.put('spools', { ...spool, reservedMg: spool.reservedMg + mg });
    return;
  }
  const { material, colour } = job;
  if (material === null) return;
  const id = colourKey(material, colour);
  const reservedMg = (draft.get('demands', id)?.reservedMg ?? 0) + mg;
  if (reservedMg === 0) draft.remove('demands', id);
  // Whichever way its jobs spell the colour: what is kept must not depend on who came first.
  else draft.put('demands', { id, material, colour: colour?.toLowerCase() ?? null, reservedMg });
}

/** Promises a job so much more, or says why not. */
export function promiseMore(draft: Draft, job: Job, mg: number): Answer | null {
  const refusal = job.spool === null ? lacksMaterial(draft, job, mg) : lacksSpool(draft, job.spool, mg);
  if (refusal === null) promise(draft, job, mg);
  return refusal;
}

function lacksMaterial(draft: Draft, { material, colour }: Job, requiredMg: number): Answer | null {
  if (material === null) return refuse({ code: 'noMaterial', params: NOTHING });
  const availableMg = availableOf(draft, material, colour);
  if (requiredMg <= availableMg) return null;
  return refuse({
    code: 'insufficientStock',
    params: { material, colour: colour ?? '', availableMg, requiredMg },
  });
}

/** Why so much cannot be promised of a spool, or null. */
export function lacksSpool(draft: Draft, id: Id, requiredMg: number): Answer | null {
  const spool = draft.get('spools', id);
  const filament = spool && draft.get('filaments', spool.filament);
  if (spool === undefined || filament === undefined)
    return refuse({ code: 'notFound', params: { kind: 'spool', id } });
  const availableMg = availableOn(draft, spool, filament);
  return requiredMg <= availableMg ? null : insufficient(id, availableMg, requiredMg);
}

export function insufficient(spool: Id, availableMg: number, requiredMg: number): Answer {
  return refuse({ code: 'insufficientFilament', params: { spool, availableMg, requiredMg } });
}
