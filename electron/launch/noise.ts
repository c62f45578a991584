/** Which of the app's lines on stderr are for people. Pure. */

/** `[pid:date/time:LEVEL:file.cc(line)] text`, as Chromium writes it. */
const CHROMIUM = /^\[(?:\d+:)*\d{4}\/\d{6}\.\d+:(\w+):[^\]]*\]/;
/** GTK's and its neighbours': about themes, settings and modules. */
const TOOLKIT =
  /^(?:\([^)]*:\d+\): )?(?:Gtk|Gdk|GLib|GLib-GIO|dconf|libva|MESA|libEGL|libGL)[\w-]*(?:\s(?:\*\*|error|warning|info))?:/;

/**
 * Whether a line can be held back: Chromium tells on every start of buses and graphics that it does
 * without. What it calls fatal, and all that it did not write itself, is shown.
 */
export function isNoise(line: string): boolean {
  const level = CHROMIUM.exec(line)?.[1];
  if (level !== undefined) return level !== 'FATAL';
  return TOOLKIT.test(line);
}
