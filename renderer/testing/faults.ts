/** What no page of a console may do, whatever window it is in. */
import type { BrowserContext, ConsoleMessage } from 'playwright-core';

export type Fault = (what: string) => void;

export type Expected = Readonly<{
  /** Whether a page may ask for that. */
  mayAsk: (url: URL) => boolean;
  /** Loud words on the page's console that tell of nothing wrong. */
  mayComplain?: RegExp;
}>;

/** Tells of every fault of every page, from now on. */
export function watchPages(context: BrowserContext, { mayAsk, mayComplain }: Expected, fault: Fault): void {
  /** Breaches of the content policy are console errors in Chromium. */
  const isComplaint = (message: ConsoleMessage) =>
    ['error', 'warning'].includes(message.type()) && mayComplain?.test(message.text()) !== true;

  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && !mayAsk(url)) fault(`asked ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) fault(`${response.status()} for ${response.url()}`);
  });
  context.on('weberror', (error) => fault(`threw ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (isComplaint(message)) fault(`console ${message.type()}: ${message.text()}`);
  });
  const pages = new WeakSet();
  const watchPage = (page: ReturnType<BrowserContext['pages']>[number]) => {
    if (pages.has(page)) return;
    pages.add(page);
    page.on('crash', () => fault('the page crashed'));
    page.on('websocket', (socket) => {
      if (!mayAsk(new URL(socket.url()))) fault(`opened ${socket.url()}`);
    });
  };
  for (const page of context.pages()) watchPage(page);
  context.on('page', watchPage);
}
