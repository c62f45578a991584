/** The forms of the menu: the original client's questions in its order. What is wrong is said after the last. */
import { MATERIALS } from '../../shared/domain/model.ts';
import { askField, type Desk, REQUIRED, respond } from './desk.ts';
import { parseGrams } from './grams.ts';
import { chooseFilament, chooseJob, choosePrinter } from './menu-lists.ts';

const DONE = 'Operation completed successfully';
const TYPES = MATERIALS.join(', ');

export async function addPrinter(desk: Desk): Promise<void> {
  const id = await askField(desk, 'Enter Printer ID: ');
  const company = await askField(desk, 'Enter Printer Company: ');
  const model = await askField(desk, 'Enter Printer Model: ');
  await send(desk, [id, company, model], [], () => desk.shop.addPrinter({ id, company, model }));
}

export async function addFilament(desk: Desk): Promise<void> {
  const id = await askField(desk, 'Enter Filament ID: ');
  desk.say(`\nValid filament types: ${TYPES}\n`);
  const type = await askField(desk, 'Enter Filament Type: ', wrongType);
  const color = await askField(desk, 'Enter Color: ');
  const weight = await askField(desk, 'Enter Weight (g): ', wrongWeight);
  const total = parseGrams(weight) ?? 0;
  await send(desk, [id, type, color, weight], [wrongType(type), wrongWeight(weight)], () =>
    desk.shop.addFilament({ id, type: type.toUpperCase(), color, total, remaining: total }),
  );
}

export async function addJob(desk: Desk): Promise<void> {
  await choosePrinter(desk);
  await chooseFilament(desk);
  desk.say('\n');
  const id = await askField(desk, 'Enter Job ID: ');
  const printer = await askField(desk, 'Enter Printer ID: ');
  const filament = await askField(desk, 'Enter Filament ID: ');
  const file = await askField(desk, 'Enter G-code File Path: ');
  const weight = await askField(desk, 'Enter Print Weight (g): ', wrongWeight);
  await send(desk, [id, printer, filament, file, weight], [wrongWeight(weight)], () =>
    desk.shop.addJob({ id, printer, filament, file, weight: parseGrams(weight) ?? 0 }),
  );
}

export async function updateJobStatus(desk: Desk): Promise<void> {
  await chooseJob(desk);
  desk.say('\n');
  const id = await askField(desk, 'Enter Job ID: ');
  desk.say('\nValid transitions:\n- Queued → Running\n- Running → Done\n- Queued/Running → Cancelled\n');
  const status = await askField(desk, 'Enter New Status: ');
  await send(desk, [id, status], [], () => desk.shop.setJobStatus(id, status));
}

/** Nothing is sent where a field is empty or `wrong`. Rejects with Failure where the shop refuses. */
async function send(
  desk: Desk,
  fields: readonly string[],
  wrong: readonly (string | null)[],
  write: () => Promise<void>,
): Promise<void> {
  const required = fields.includes('') ? REQUIRED : null;
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
