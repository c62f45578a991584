/** The lines are what Chromium, glibc and Electron say in those cases. */
import { describe, expect, it } from 'vitest';
import { whyNot } from './why-not.ts';
import type { EarlyEnd } from './why-not.ts';

const at = '[29656:1125/205340.422554:';
const early = (end: Partial<EarlyEnd>): EarlyEnd => ({ code: null, signal: null, lines: [], ...end });

describe('an app that ends before its window is there', () => {
  it.each<[string, Partial<EarlyEnd>, string]>([
    [
      'a display that does not answer',
      { signal: 'SIGSEGV', lines: [`${at}ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY`] },
      'The display cannot be used (nothing answers there, or this user may not)',
    ],
    [
      'a missing library',
      {
        code: 127,
        lines: [
          '/e/electron: error while loading shared libraries: libgtk-3.so.0: cannot open shared object file: No such file or directory',
        ],
      },
      'Electron, which shows the window, needs libgtk-3.so.0, which is not installed',
    ],
    [
      'a sandbox that needs its helper',
      {
        signal: 'SIGTRAP',
        lines: [
          `${at}FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly. Rather than run without sandboxing I'm aborting now. You need to make sure that /e/chrome-sandbox is owned by root and has mode 4755.`,
        ],
      },
      "Electron cannot show the window, as the system does not let it make its sandbox (sudo chown root '/e/chrome-sandbox' && sudo chmod 4755 '/e/chrome-sandbox' permits it)",
    ],
    [
      'no sandbox at all',
      {
        code: 133,
        lines: [`${at}FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! Update your kernel`],
      },
      'Electron cannot show the window, as the system does not let it make its sandbox',
    ],
    [
      'a crash that a shell reports',
      { code: 139 },
      'The app ended before its window was there (exit code 139: most likely the display or its graphics)',
    ],
    [
      'a crash without words',
      { signal: 'SIGABRT' },
      'The app ended before its window was there (SIGABRT: most likely the display or its graphics)',
    ],
    ['an end of its own', { code: 1 }, 'The app ended before its window was there (exit code 1)'],
    ['somebody who killed it', { signal: 'SIGKILL' }, 'The app ended before its window was there (SIGKILL)'],
  ])('tells of %s', (_, end, sentence) => {
    expect(whyNot(early(end))).toBe(sentence);
  });
});
