import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startJourney } from '../testing/journey.ts';
import { button, dialogOf, fieldOf, gone, goTo, printerOf, says } from '../testing/pages.ts';

const journey = startJourney([
  { type: 'printer.create', id: 'MK4S-1', maker: 'Prusa', model: 'MK4S', note: '' },
]);

/** How light the page is, 0 to 255, and its text. */
async function lightness(page: Page): Promise<{ page: number; text: number }> {
  return page.evaluate(() => {
    const shades = getComputedStyle(document.body);
    const [paper, ink] = [shades.backgroundColor, shades.color].map((colour) => {
      const context = document.createElement('canvas').getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    return { page: paper ?? -1, text: ink ?? -1 };
  });
}

async function isLight(page: Page): Promise<boolean> {
  const { page: paper, text } = await lightness(page);
  expect(Math.abs(paper - text)).toBeGreaterThan(120);
  return paper > text;
}

async function choose(page: Page, theme: string): Promise<void> {
  await button(page, 'Theme').click();
  await page.getByRole('menuitemradio', { name: theme, exact: true }).click();
}

describe('light and dark', () => {
  it('are as the system has them, and follow it, until somebody chooses', async () => {
    const page = await journey().consoles.open(1, { colorScheme: 'light' });
    expect(await isLight(page)).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await isLight(page)).toBe(false);
  });

  it('are what was chosen, whatever the system has, also after a reload', async () => {
    const page = await journey().consoles.open(1, { colorScheme: 'light' });
    await choose(page, 'Dark');
    expect(await isLight(page)).toBe(false);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Printers' }).waitFor();
    expect(await isLight(page)).toBe(false);
    await choose(page, 'Light');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await isLight(page)).toBe(true);
    await choose(page, 'As the system');
    expect(await isLight(page)).toBe(false);
  });

  it('show every screen without anything to complain of', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await journey().consoles.open(2, { colorScheme });
      for (const screen of ['Filament', 'Jobs', 'Activity', 'Shop', 'Printers'] as const) {
        await goTo(page, screen);
        expect(await isLight(page)).toBe(colorScheme === 'light');
      }
    }
  });
});

describe('by keyboard alone', () => {
  /** Goes on from element to element until one of that name has the focus. */
  async function tabTo(page: Page, label: string): Promise<void> {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
      if (name.trim() === label) return;
    }
    throw new Error(`the focus never came to ${label}`);
  }

  it('a printer is added, and the focus comes back to where it was', async () => {
    const page = await journey().consoles.open(1);
    await tabTo(page, 'Add printer');
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page, 'Add printer');
    await dialog.waitFor();
    for (const text of ['Prusa', 'MINI+', 'MINI-1', 'By the door']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    expect(await fieldOf(dialog, 'ID').inputValue()).toBe('MINI-1');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await gone(dialog);
    await says(printerOf(page, 'MINI-1'), /Prusa MINI\+/, /By the door/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Add printer');
  });

  it('a menu is opened, a form reached, and left again with Esc', async () => {
    const page = await journey().consoles.open(1);
    await tabTo(page, 'More for MK4S-1');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'New job' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page, 'Edit printer MK4S-1');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'More for MK4S-1',
    );
  });
});
