/** What `npm start` does here: with the app's window, or without. Pure: facts in, decision out. */
import { sentences } from './sentences.ts';

/** Where Electron's program lies, as far as it does. */
export type FoundElectron =
  | Readonly<{ kind: 'there'; program: string }>
  /** Its package is here and can fetch it by this script. */
  | Readonly<{ kind: 'fetchable'; installer: string }>
  /** ELECTRON_OVERRIDE_DIST_PATH names a folder without it. */
  | Readonly<{ kind: 'misnamed'; directory: string; program: string }>
  /** Its package is not installed. */
  | Readonly<{ kind: 'uninstalled' }>;

export type Facts = Readonly<{
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  electron: FoundElectron;
}>;

export type Plan =
  | Readonly<{ kind: 'open'; program: string }>
  | Readonly<{ kind: 'fetch'; installer: string }>
  /** `why` is the first half of a sentence. */
  | Readonly<{ kind: 'windowless'; why: string }>;

/** Decides; a window that nobody could see is not fetched for. */
export function planLaunch({ platform, env, electron }: Facts): Plan {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  // Only there do these two tell: macOS and Windows have a screen wherever somebody is logged in.
  const mayHaveDisplay = platform === 'darwin' || platform === 'win32';
  if (!mayHaveDisplay && !isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY')) {
    return { kind: 'windowless', why: sentences.noDisplay };
  }
  switch (electron.kind) {
    case 'there':
      return { kind: 'open', program: electron.program };
    case 'fetchable':
      return { kind: 'fetch', installer: electron.installer };
    case 'misnamed':
      return { kind: 'windowless', why: sentences.misnamed(electron.directory, electron.program) };
    case 'uninstalled':
      return { kind: 'windowless', why: sentences.uninstalled };
  }
}

export type AppArguments = Readonly<{
  /** The project's folder, and the built `scheme.cjs`. */
  root: string;
  scheme: string;
  isRoot: boolean;
  /** The user's own flags. */
  own: readonly string[];
}>;

/** Electron's command line. `-r` counts as its very first word only. */
export function appArguments({ root, scheme, isRoot, own }: AppArguments): readonly string[] {
  // Chromium refuses to sandbox what root runs, and nobody else gives the sandbox up.
  return ['-r', scheme, ...(isRoot ? ['--no-sandbox'] : []), root, ...own];
}
