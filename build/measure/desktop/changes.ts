/** How soon a change that was made on another workstation is before somebody's eyes. */
import type { Page } from 'playwright-core';
import { addPrinter } from '../../../electron/testing/add-printer.ts';
import { type Row, timesRow } from '../figure.ts';
import { withShop } from '../with-shop.ts';
import { usableWindow } from './console.ts';

const CHANGES = 200;

/** Row: a printer is sent to another workstation → it is painted in this window. */
export function changesSeen(): Promise<readonly Row[]> {
  return withShop({ apps: (number) => number === 1 }, async (shop) => {
    const { browser, page } = await usableWindow(shop.app(1));
    const times: number[] = [];
    for (let n = 0; n < CHANGES; n++) {
      const id = `printer-${n}.`;
      const seen = await untilPainted(page, id);
      const begun = performance.now();
      const [painted] = await Promise.all([
        seen().then(() => performance.now()),
        addPrinter(shop.url(2 + (n % 2)), id),
      ]);
      times.push(painted - begun);
    }
    await browser.close();
    return [timesRow('app: a change is sent to another workstation → it is painted in this window', times)];
  });
}

/** Begins to watch; what it gives resolves once the text has been painted. */
async function untilPainted(page: Page, text: string): Promise<() => Promise<unknown>> {
  const handle = await page.evaluateHandle<{ painted: Promise<void> }>(watching(text));
  return () => handle.evaluate(({ painted }) => painted);
}

/** As text, since the page knows nothing of the helpers that a compiler would add to a function. */
function watching(text: string): string {
  return `({
    painted: new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.body.textContent.includes(${JSON.stringify(text)})) return;
        observer.disconnect();
        // The frame after the next has the change on the screen.
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    }).then(() => undefined),
  })`;
}
