import { ToneIcon } from '../parts/tone-icon.tsx';
import { useHealthWords } from '../parts/use-health-words.ts';

/** How the shop is in two or three words, on every screen; leads to the whole of it. */
export function HealthLink() {
  const { tone, short, sentence } = useHealthWords();
  return (
    <a href="#/shop" className="health-link" aria-label={`Shop health: ${short}`} title={sentence}>
      <ToneIcon tone={tone} />
      <span>{short}</span>
    </a>
  );
}
