import { LogIn, Radar, Store } from 'lucide-react';
import type { SeenShop } from '../../shared/contract/membership.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import { workstationWords } from '../view/lobby.ts';

type SeenShopsProps = Readonly<{
  shops: readonly SeenShop[];
  busy: boolean;
  join: (shop: SeenShop) => void;
}>;

/** The shops that can be heard on this network. */
export function SeenShops({ shops, busy, join }: SeenShopsProps) {
  return (
    <section aria-label="Shops on this network">
      <h2 className="section-title">Shops on this network</h2>
      <div aria-live="polite">
        {shops.length === 0 && (
          <p className="lobby-looking">
            <Radar aria-hidden size={18} />
            <span>
              Looking. No shop is seen so far: is PrintRaft open on one of its workstations, and is this
              computer on the same network?
            </span>
          </p>
        )}
        <ul className="lobby-shops">
          {shops.map((shop) => (
            <li key={shop.clusterId} className="card lobby-shop">
              <Store aria-hidden size={22} />
              <div className="card-title">
                <h3 className="truncate" title={shop.shop}>
                  {shop.shop}
                </h3>
                <p className="muted truncate">{workstationWords(shop)}</p>
              </div>
              <BusyButton
                kind="primary"
                busy={busy}
                icon={<LogIn aria-hidden size={15} />}
                aria-label={`Join ${shop.shop}`}
                onClick={() => join(shop)}
              >
                Join
              </BusyButton>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
