/** Entry of the page: joins the stores to its workstation, over the app's bridge or to the one that served it. */
import { createRoot } from 'react-dom/client';
import { bridgeOf, openBridge } from './net/bridge.ts';
import { createTransport } from './net/connection.ts';
import { deviceLink } from './net/device-link.ts';
import { shouldReload } from './net/reload.ts';
import { consoleUrl, openWebSocket } from './net/websocket.ts';
import { App } from './shell/app.tsx';
import { createCommander } from './store/commander.ts';
import { createFiles } from './store/files.ts';
import { followFreshness } from './store/freshness.ts';
import { createManager } from './store/manager.ts';
import { useOperators } from './store/operator.ts';
import { usePendings } from './store/pendings.ts';
import { createReader } from './store/reader.ts';
import { useReplica } from './store/replica.ts';
import { saveFile } from './store/save-file.ts';
import { startSession } from './store/session.ts';
import { offeringUndo } from './store/undo-offer.ts';
import { applyTheme, useTheme } from './store/theme.ts';
import './styles/index.css';

const link = deviceLink(location);
if (link !== null) location.replace(link);

applyTheme(useTheme.getState().theme);

const bridge = bridgeOf(window);
const transport = createTransport({
  open: (listener) =>
    bridge === null ? openWebSocket(consoleUrl(location), listener) : openBridge(bridge, listener),
  reloads(build) {
    const reload = shouldReload(__BUILD__, build, sessionStorage);
    if (reload) location.reload();
    return reload;
  },
});
followFreshness(useReplica);
const session = startSession(transport, useReplica);
const reader = createReader(transport);
const plain = createCommander(transport, usePendings, session.settled, () => useOperators.getState().picked);
const commander = offeringUndo(plain, reader);
const manager = createManager(transport);
// The app lets none of its pages download anything: it saves files itself.
const own = bridge === null ? { fetch: fetch.bind(window), save: saveFile } : null;
const files = createFiles(transport, own);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(<App commander={commander} manager={manager} reader={reader} files={files} />);
