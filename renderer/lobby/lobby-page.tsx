import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { Lobby } from '../../shared/contract/membership.ts';
import { ThemeMenu } from '../shell/theme-menu.tsx';
import { useHealthWords } from '../parts/use-health-words.ts';
import { useReplica } from '../store/replica.ts';
import { useManaging } from '../store/manager-context.ts';
import { Former } from './former.tsx';
import { UnderWay } from './under-way.tsx';
import { Ways } from './ways.tsx';

type LobbyPageProps = Readonly<{ lobby: Lobby }>;

/** In the place of everything else while this workstation belongs to no shop. */
export function LobbyPage({ lobby }: LobbyPageProps) {
  const findings = useReplica(({ health }) => health?.findings) ?? [];
  const connected = useReplica(({ connection }) => connection === 'connected');
  const { sentence } = useHealthWords();
  useEffect(() => {
    document.title = 'Join your shop · PrintRaft';
  }, []);
  return (
    <main className="lobby" tabIndex={-1}>
      <header className="lobby-head">
        <img src="./icon.svg" alt="" width={36} height={36} />
        <div>
          <h1>Join your shop</h1>
          <p className="muted">PrintRaft on this computer belongs to no shop yet.</p>
        </div>
        <ThemeMenu />
      </header>
      {!connected && (
        <p className="lobby-said" role="alert">
          <CircleAlert aria-hidden size={16} />
          {sentence}
        </p>
      )}
      {findings.map((finding) => (
        <p key={finding} className="lobby-finding">
          <TriangleAlert aria-hidden size={15} className="tone" data-tone="warn" />
          {finding}
        </p>
      ))}
      <Content lobby={lobby} />
    </main>
  );
}

function Content({ lobby }: Readonly<{ lobby: Lobby }>) {
  const managing = useManaging();
  const { former, joining } = lobby;
  if (former !== null) return <Former former={former} managing={managing} />;
  if (joining.phase !== 'idle') return <UnderWay joining={joining} managing={managing} />;
  return <Ways lobby={lobby} managing={managing} />;
}
