import { Store } from 'lucide-react';
import { Empty } from '../parts/empty.tsx';
import { ToneIcon } from '../parts/tone-icon.tsx';
import { useReplica } from '../store/replica.ts';
import { useHealthWords } from '../parts/use-health-words.ts';

/** In the place of a screen while there are no records to show: says what is waited for. */
export function Waiting() {
  const { tone, short, sentence } = useHealthWords();
  const mode = useReplica(({ health }) => health?.mode);
  const connected = useReplica(({ connection }) => connection === 'connected');
  if (connected && mode === 'noShop') return <NoShop sentence={sentence} />;
  return (
    <div className="waiting" role="status">
      <ToneIcon tone={tone} size={28} />
      <h1>{short}</h1>
      <p>{connected && mode !== 'starting' ? 'Reading the shop’s records.' : sentence}</p>
    </div>
  );
}

function NoShop({ sentence }: Readonly<{ sentence: string }>) {
  return (
    <Empty icon={<Store aria-hidden size={32} />} level={1} title="No shop yet">
      {sentence} To found one, stop PrintRaft here and start it once with{' '}
      <code>npm run node -- --found &quot;Our shop&quot;</code>. Printers, filament and jobs begin empty.
    </Empty>
  );
}
