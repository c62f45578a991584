import { useEffect, useRef } from 'react';
import { Dialogs } from '../forms/dialogs.tsx';
import { LobbyPage } from '../lobby/lobby-page.tsx';
import { ActivityScreen } from '../screens/activity/activity-screen.tsx';
import { FilamentScreen } from '../screens/filament/filament-screen.tsx';
import { JobsScreen } from '../screens/jobs/jobs-screen.tsx';
import { PrintersScreen } from '../screens/printers/printers-screen.tsx';
import { ShopScreen } from '../screens/shop/shop-screen.tsx';
import type { Commander } from '../store/commander.ts';
import { CommanderContext } from '../store/commander-context.ts';
import type { Manager } from '../store/manager.ts';
import { ManagerContext } from '../store/manager-context.ts';
import { type Files, FilesContext } from '../store/files.ts';
import { type Reader, ReaderContext } from '../store/reader.ts';
import { useReplica } from '../store/replica.ts';
import { Banner } from './banner.tsx';
import { JoinRequests } from './join-requests.tsx';
import { SCREEN_NAMES } from './navigation.tsx';
import { useScreen } from './route.ts';
import type { Screen } from './route.ts';
import { Sidebar } from './sidebar.tsx';
import { Waiting } from './waiting.tsx';

const SCREENS: Readonly<Record<Screen, () => React.ReactNode>> = {
  printers: PrintersScreen,
  filament: FilamentScreen,
  jobs: JobsScreen,
  activity: ActivityScreen,
  shop: ShopScreen,
};

type AppProps = Readonly<{ commander: Commander; manager: Manager; reader: Reader; files: Files }>;

/** The whole console. */
export function App({ commander, manager, reader, files }: AppProps) {
  const lobby = useReplica(({ health }) => health?.lobby ?? null);
  return (
    <CommanderContext value={commander}>
      <ManagerContext value={manager}>
        <ReaderContext value={reader}>
          <FilesContext value={files}>
            {lobby === null ? <Console /> : <LobbyPage lobby={lobby} />}
          </FilesContext>
        </ReaderContext>
      </ManagerContext>
    </CommanderContext>
  );
}

/** Of a workstation that belongs to a shop. */
function Console() {
  const screen = useScreen();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  const shop = useReplica(({ health }) => health?.shop ?? '');

  useEffect(() => {
    document.title = [SCREEN_NAMES[screen], shop, 'PrintRaft'].filter((part) => part !== '').join(' · ');
  }, [screen, shop]);

  useEffect(() => {
    if (shown.current === screen) return;
    shown.current = screen;
    // Another screen is another page to whoever reads with the ears or goes by keyboard.
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [screen]);

  return (
    <>
      <button type="button" className="skip button primary" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <div className="frame">
        <Sidebar screen={screen} />
        <div className="content">
          <Banner />
          <JoinRequests />
          <main ref={main} tabIndex={-1}>
            <Shown screen={screen} />
          </main>
        </div>
      </div>
      <Dialogs />
    </>
  );
}

function Shown({ screen }: Readonly<{ screen: Screen }>) {
  const loaded = useReplica(({ index }) => index !== null);
  const Content = SCREENS[screen];
  return loaded ? <Content /> : <Waiting />;
}
