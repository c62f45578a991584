import { KeyRound, LogIn, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Action, Lobby } from '../../shared/contract/membership.ts';
import { CircleAlert } from 'lucide-react';
import type { Managing } from '../store/manager-context.ts';
import { AddressForm, InvitationForm, NameForm, ShopForm } from '../view/lobby.ts';
import { SeenShops } from './seen-shops.tsx';
import { SmallForm } from './small-form.tsx';

/** How to get into a shop, or to begin one. Nothing of it happens by itself. */
export function Ways({ lobby, managing }: Readonly<{ lobby: Lobby; managing: Managing }>) {
  const { busy, sentence, manage } = managing;
  const [name, setName] = useState(lobby.name);
  const checked = NameForm.safeParse({ name });
  const [issue] = checked.error?.issues ?? [];
  const act = (action: (name: string) => Action) => {
    if (checked.success) void manage(action(checked.data.name));
  };
  return (
    <>
      <div className="field lobby-name">
        <label htmlFor="lobby-name">Name of this workstation</label>
        <input
          id="lobby-name"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={name}
          aria-invalid={issue !== undefined}
          aria-describedby="lobby-name-below"
          onChange={(event) => setName(event.target.value)}
        />
        <p id="lobby-name-below" className={issue === undefined ? 'hint' : 'field-error'}>
          {issue === undefined ? 'So the others call it. It can be changed later.' : `Name ${issue.message}.`}
        </p>
      </div>
      {sentence !== null && (
        <p className="lobby-said" role="alert">
          <CircleAlert aria-hidden size={16} />
          {sentence}
        </p>
      )}
      <SeenShops
        shops={lobby.shops}
        busy={busy}
        join={({ clusterId }) => act((chosen) => ({ action: 'join', name: chosen, clusterId }))}
      />
      <section aria-label="Other ways" className="lobby-others">
        <h2 className="section-title">Other ways</h2>
        <SmallForm
          schema={InvitationForm}
          field="invitation"
          label="Invitation"
          hint="A member makes one under Shop, Add a workstation."
          placeholder="PR1-…"
          submit="Join with it"
          icon={<KeyRound aria-hidden size={15} />}
          busy={busy}
          send={({ invitation }) => act((chosen) => ({ action: 'joinWith', name: chosen, invitation }))}
        />
        <SmallForm
          schema={AddressForm}
          field="address"
          label="Address of a workstation"
          hint="Where a shop is not seen, as behind a router. It stands under Shop there."
          placeholder="192.168.1.7"
          submit="Ask there"
          icon={<LogIn aria-hidden size={15} />}
          busy={busy}
          send={({ address }) => act((chosen) => ({ action: 'joinAt', name: chosen, address }))}
        />
        <SmallForm
          schema={ShopForm}
          field="shop"
          label="Name of a new shop"
          hint="It begins empty, with this workstation. Others can join it."
          placeholder="Northside Prints"
          submit="Found it"
          icon={<Plus aria-hidden size={15} />}
          busy={busy}
          send={({ shop }) => act((chosen) => ({ action: 'found', name: chosen, shop }))}
        />
      </section>
    </>
  );
}
