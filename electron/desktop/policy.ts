/**
 * What no page of the app may do, whoever wrote the script that runs in it (Electron's security
 * checklist, docs/tutorial/security.md): ask for a permission, reach the network, leave, open a window,
 * download, attach a webview.
 */
import type { Session, WebContents } from 'electron';
import { mayLoad } from './origin.ts';

/** Where breaches are told: one sentence each. */
export type Breach = (what: string) => void;

/** Forbids for all pages of a session. */
export function secureSession(session: Session, breach: Breach): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    breach(`asked for the permission "${permission}"`);
    decide(false);
  });
  // Checks are separate from requests.
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const allowed = mayLoad(url);
    if (!allowed) breach(`asked for ${url.slice(0, 200)}`);
    decide({ cancel: !allowed });
  });
  session.on('will-download', (event, item) => {
    breach(`started a download of ${item.getURL().slice(0, 200)}`);
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}

/** Forbids for one page. `navigates` is asked first and may take a navigation as a click of its own. */
export function secureContents(
  contents: WebContents,
  breach: Breach,
  navigates: (url: string) => boolean = () => false,
): void {
  contents.on('will-navigate', (event) => {
    // A page may load itself anew: it does for a workstation of another build.
    if (event.url === contents.mainFrame.url) return;
    event.preventDefault();
    if (!navigates(event.url)) breach(`tried to go to ${event.url.slice(0, 200)}`);
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return;
    event.preventDefault();
    breach(`tried to show ${event.url.slice(0, 200)} in a frame`);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  // What is unsaved is kept as a draft: a page has no say in whether it ends.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    breach('tried to attach a webview');
  });
  contents.setWindowOpenHandler(({ url }) => {
    breach(`tried to open a window for ${url.slice(0, 200)}`);
    return { action: 'deny' };
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
