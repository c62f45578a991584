/** The forms of the menu: the original client's questions in its order. What is wrong is said after the last. */
import { MATERIALS } from '../../shared/domain/model.ts';
import { ask, askUntil, type Desk, respond } from './desk.ts';
import { parseGrams } from './grams.ts';
import { chooseFilament, chooseJob, choosePrinter } from './menu-lists.ts';

const DONE = 'Operation completed successfully';
const TYPES = MATERIALS.join(', ');

export async function addPrinter(desk: Desk): Promise<void> {
  const id = await ask(desk, 'Enter Printer ID: ');
  const company = await ask(desk, 'Enter Printer Company: ');
  const model = await ask(desk, 'Enter Printer Model: ');
  await send(desk, 'printer', [id, company, model], [], () => desk.shop.addPrinter({ id, company, model }));
}

export async function addFilament(desk: Desk): Promise<void> {
  const id = await ask(desk, 'Enter Filament ID: ');
  desk.say(`\nValid filament types: ${TYPES}\n`);
  const type = await askUntil(desk, 'Enter Filament Type: ', wrongType);
  const color = await ask(desk, 'Enter Color: ');
  const weight = await askUntil(desk, 'Enter Weight (g): ', wrongWeight);
  const total = parseGrams(weight) ?? 0;
  await send(desk, 'filament', [id, type, color, weight], [wrongType(type), wrongWeight(weight)], () =>
    desk.shop.addFilament({ id, type: type.toUpperCase(), color, total, remaining: total }),
  );
}

export async function addJob(desk: Desk): Promise<void> {
  await choosePrinter(desk);
  await chooseFilament(desk);
  const id = await ask(desk, '\nEnter Job ID: ');
  const printer = await ask(desk, 'Enter Printer ID: ');
  const filament = await ask(desk, 'Enter Filament ID: ');
  const file = await ask(desk, 'Enter G-code File Path: ');
  const weight = await askUntil(desk, 'Enter Print Weight (g): ', wrongWeight);
  await send(desk, 'job', [id, printer, filament, file, weight], [wrongWeight(weight)], () =>
    desk.shop.addJob({ id, printer, filament, file, weight: parseGrams(weight) ?? 0 }),
  );
}

export async function updateJobStatus(desk: Desk): Promise<void> {
  await chooseJob(desk);
  const id = await ask(desk, '\nEnter Job ID: ');
  desk.say('\nValid transitions:\n- Queued → Running\n- Running → Done\n- Queued/Running → Cancelled\n');
  const status = await ask(desk, 'Enter New Status: ');
  await send(desk, 'status', [id, status], [], () => desk.shop.setJobStatus(id, status));
}

/** Nothing is sent where a field is empty or `wrong`. Rejects with Failure where the shop refuses. */
async function send(
  desk: Desk,
  what: string,
  fields: readonly string[],
  wrong: readonly (string | null)[],
  write: () => Promise<void>,
): Promise<void> {
  const required = fields.includes('') ? `All ${what} fields are required.` : null;
  for (const complaint of [required, ...wrong]) {
    if (complaint === null) continue;
    respond(desk, `Error: ${complaint}`);
    return;
  }
  await write();
  respond(desk, DONE);
}

function wrongType(type: string): string | null {
  const isKnown = (MATERIALS as readonly string[]).includes(type.toUpperCase());
  return isKnown ? null : `Filament type must be one of: ${TYPES}.`;
}

/** More than 0 and the like is the shop's to say. */
function wrongWeight(weight: string): string | null {
  return parseGrams(weight) === null ? 'Weight must be a number of grams such as 12.5.' : null;
}
