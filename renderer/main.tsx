/** Entry of the console in a browser: joins the stores to the workstation that served the page. */
import { createRoot } from 'react-dom/client';
import { shouldReload } from './net/reload.ts';
import { consoleUrl, createWebSocketTransport } from './net/websocket.ts';
import { App } from './shell/app.tsx';
import { createCommander } from './store/commander.ts';
import { followFreshness } from './store/freshness.ts';
import { usePendings } from './store/pendings.ts';
import { useReplica } from './store/replica.ts';
import { startSession } from './store/session.ts';
import { applyTheme, useTheme } from './store/theme.ts';
import './styles/index.css';

applyTheme(useTheme.getState().theme);

const transport = createWebSocketTransport({
  open: () => new WebSocket(consoleUrl(location)),
  reloads(build) {
    const reload = shouldReload(__BUILD__, build, sessionStorage);
    if (reload) location.reload();
    return reload;
  },
});
followFreshness(useReplica);
const session = startSession(transport, useReplica);
const commander = createCommander(transport, usePendings, session.settled);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(<App commander={commander} />);
