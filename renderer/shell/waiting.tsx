import { ToneIcon } from '../parts/tone-icon.tsx';
import { useReplica } from '../store/replica.ts';
import { useHealthWords } from '../parts/use-health-words.ts';

/** In the place of a screen while there are no records to show: says what is waited for. */
export function Waiting() {
  const { tone, short, sentence } = useHealthWords();
  const mode = useReplica(({ health }) => health?.mode);
  const connected = useReplica(({ connection }) => connection === 'connected');
  return (
    <div className="waiting" role="status">
      <ToneIcon tone={tone} size={28} />
      <h1>{short}</h1>
      <p>{connected && mode !== 'starting' ? 'Reading the shop’s records.' : sentence}</p>
    </div>
  );
}
