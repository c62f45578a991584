import { createLobby, type LobbyWorkstation } from '../lobby.ts';

/** A workstation without a shop that sees nobody. */
export function createEmptyLobby(): LobbyWorkstation {
  return createLobby({
    name: 'CNC-PC',
    former: null,
    findings: [],
    shops: () => [],
    watchShops: () => () => undefined,
    found: () => Promise.resolve(),
    join: () => ({ confirm: () => undefined, cancel: () => undefined }),
    startOver: () => Promise.resolve(),
  });
}
