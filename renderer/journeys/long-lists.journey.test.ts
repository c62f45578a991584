import { describe, expect, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import { goTo } from '../testing/pages.ts';

const JOBS = 160;
const SPOOLS = 120;

const journey = startJourney([
  {
    type: 'spool.create',
    count: SPOOLS,
    filament: { product: { maker: 'Prusament', material: 'PLA', colour: 'Galaxy Black', hex: '#2a2a2e' } },
    totalMg: 1_000_000,
    remainingMg: 1_000_000,
  },
  ...Array.from({ length: JOBS }, (_, n) => ({
    ...({ type: 'job.create', id: `J-${n + 1}`, material: 'PLA', weightMg: 1_000 } as const),
    file: `bracket-${n + 1}.gcode`,
  })),
]);

describe('a list that is longer than a screen', () => {
  it.each([
    ['Jobs', 'Queued jobs', JOBS, `J-${JOBS}`],
    ['Filament', 'Spools of F-0001', SPOOLS, `S-0${SPOOLS}`],
  ] as const)('of %s is drawn as far as somebody reads', async (screen, name, length, last) => {
    const page = await journey().consoles.open(1);
    await goTo(page, screen);
    const table = page.getByRole('table', { name, exact: true });
    await table.waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe(String(length + 1));
    const rows = table.locator('tbody tr');
    const first = await rows.count();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(length);
    const end = table.getByText(last, { exact: true });
    // As whoever looks for the last one does.
    await expect
      .poll(async () => {
        await rows.last().scrollIntoViewIfNeeded();
        return end.count();
      })
      .toBeGreaterThan(0);
    expect(await rows.count()).toBe(length);
  });
});
