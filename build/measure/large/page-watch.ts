/**
 * What is put into a page that is measured, before anything of its own. As text, since the page knows nothing of the
 * helpers that a compiler would add to a function.
 */
import { z } from 'zod';

/** When the page was at something, in ms since its navigation began, and for how long. */
const Task = z.object({ startTime: z.number(), duration: z.number() });
export const Tasks = z.array(Task);
export type Tasks = z.output<typeof Tasks>;

/** Defines `measured`: the long tasks so far, and a promise of when something was on the screen. */
export const WATCH = `globalThis.measured = {
  tasks: [],
  painted: (selector) => new Promise((resolve) => {
    const isThere = () => document.querySelector(selector) !== null;
    // The frame after the next has it on the screen.
    const shown = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    if (isThere()) return shown();
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      shown();
    });
    observer.observe(document, { subtree: true, childList: true });
  }),
};
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) measured.tasks.push({ startTime, duration });
}).observe({ type: 'longtask', buffered: true });`;

/** Gives when this was painted, in ms since the navigation began. */
export const untilPainted = (selector: string) => `measured.painted(${JSON.stringify(selector)})`;

/** Gives how long after a click on the link this was painted, in ms. */
export const afterClick = (link: string, selector: string) => `(async () => {
  const begun = performance.now();
  document.querySelector(${JSON.stringify(link)}).click();
  return (await ${untilPainted(selector)}) - begun;
})()`;

/** Gives the long tasks since this was last asked, once there has been none for as long as that. */
export const whenQuiet = (ms: number) => `(async () => {
  for (let seen = -1; seen !== measured.tasks.length; ) {
    seen = measured.tasks.length;
    await new Promise((resolve) => setTimeout(resolve, ${ms}));
  }
  return measured.tasks.splice(0);
})()`;
