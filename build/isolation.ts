/**
 * How the desktop tests run on Linux: on a screen that nobody sees, with a session bus of their own, and
 * without a network. The Electron that they run is not always one to trust, and an app that would call
 * somebody must not be able to. Pure.
 */

/** In a new network even the loopback is down. Where iproute2 is missing, the kernel is asked directly. */
const LOOPBACK = [
  'ip link set lo up 2>/dev/null',
  // SIOCSIFFLAGS with IFF_UP and IFF_RUNNING.
  `perl -e 'socket(my $s, 2, 2, 0) or die; my $r = pack("a16 s x22", "lo", 0x41); ioctl($s, 0x8914, $r) or die'`,
].join(' || ');

/**
 * The command that runs `command` without a network.
 * @param isRoot others become root of a user namespace, which may make a network as well
 */
export function offline(command: readonly string[], isRoot: boolean): readonly string[] {
  return ['unshare', isRoot ? '-n' : '-rn', 'sh', '-c', `{ ${LOOPBACK}; } && exec "$@"`, 'sh', ...command];
}

/** The command that runs `command` without a network, on a screen and a bus of its own. */
export function isolated(command: readonly string[], isRoot: boolean): readonly string[] {
  const bus = ['dbus-run-session', '--'];
  const screen = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1400x1000x24 -nolisten tcp'];
  return offline([...bus, ...screen, ...command], isRoot);
}
