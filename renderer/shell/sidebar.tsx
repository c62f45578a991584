import { useReplica } from '../store/replica.ts';
import { HealthLink } from './health-link.tsx';
import { Navigation } from './navigation.tsx';
import type { Screen } from './route.ts';
import { OperatorMenu } from './operator-menu.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { UndoOffer } from './undo-offer.tsx';

/** The frame's fixed part: whose records these are, the screens, how the shop is. */
export function Sidebar({ screen }: Readonly<{ screen: Screen }>) {
  const shop = useReplica(({ health }) => health?.shop ?? '');
  const here = useReplica(({ health }) => health?.members.find((member) => member.self)?.name ?? '');
  return (
    <header className="side">
      <div className="side-shop">
        <img src="./icon.svg" alt="" width={28} height={28} />
        <p>
          <strong className="truncate">{shop === '' ? 'PrintRaft' : shop}</strong>
          {here !== '' && <span className="truncate muted">{here}</span>}
        </p>
      </div>
      <Navigation screen={screen} />
      <UndoOffer />
      <div className="side-foot">
        <OperatorMenu />
        <HealthLink />
        <ThemeMenu />
      </div>
    </header>
  );
}
