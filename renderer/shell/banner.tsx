import { RefreshCw } from 'lucide-react';
import { NoticeLine } from '../parts/notice-line.tsx';
import { Moment, Since } from '../parts/time.tsx';
import { ToneIcon } from '../parts/tone-icon.tsx';
import { useFreshness } from '../store/freshness.ts';
import { useReplica } from '../store/replica.ts';
import { useHealthWords } from '../parts/use-health-words.ts';

/** What concerns everybody on every screen: no changes can be made, and how old is what is shown. */
export function Banner() {
  const { tone, sentence, urgent } = useHealthWords();
  const loaded = useReplica(({ index }) => index !== null);
  const outdated = useReplica(({ connection }) => connection === 'outdated');
  const until = useFreshness((freshness) => freshness.until);
  // Without records the screen itself says it, large.
  const shown = urgent && loaded;
  return (
    <>
      <div
        className="banner"
        data-tone={tone}
        data-shown={shown}
        {...(shown ? { role: 'region', 'aria-label': 'Notice' } : {})}
      >
        {shown && <ToneIcon tone={tone} size={18} />}
        {/* Here before its text is, or screen readers would not speak it. */}
        <p role="status">{shown ? sentence : ''}</p>
        {shown && until !== null && (
          <p className="banner-fresh">
            Shown is what was known at <Moment at={until} />, <Since at={until} /> ago.
          </p>
        )}
        {shown && outdated && (
          <button type="button" className="button small" onClick={() => location.reload()}>
            <RefreshCw aria-hidden size={13} />
            Reload
          </button>
        )}
      </div>
      <NoticeLine scope="page" />
    </>
  );
}
