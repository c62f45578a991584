/** Where browsers of Chromium's family lie when somebody has installed them. Pure. */
import { posix, win32 } from 'node:path';

/** What of a machine tells where its programs are. */
export type Machine = Readonly<{
  platform: NodeJS.Platform;
  env: Readonly<Partial<Record<string, string>>>;
  home: string;
}>;

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PLACES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Every path at which one may be, the likeliest first; most do not exist. */
export function likelyPlaces({ platform, env, home }: Machine): readonly string[] {
  switch (platform) {
    case 'darwin':
      return MAC_NAMES.flatMap((name) =>
        ['/Applications', posix.join(home, 'Applications')].map((folder) =>
          posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name),
        ),
      );
    case 'win32': {
      const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(isGiven);
      return WINDOWS_PLACES.flatMap((place) => roots.map((root) => win32.join(root, place)));
    }
    default: {
      const folders = [...(env.PATH ?? '').split(':').filter(isGiven), '/snap/bin'];
      return LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
    }
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
