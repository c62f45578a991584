import { ArrowDown } from 'lucide-react';
import { BusyButton } from './busy-button.tsx';

type ReadOnProps = Readonly<{
  /** Whether there is anything older. */
  more: boolean;
  reading: boolean;
  failed: boolean;
  onRead: () => void;
}>;

/** At the end of a list of which not everything is here. */
export function ReadOn({ more, reading, failed, onRead }: ReadOnProps) {
  return (
    <div className="read-on">
      {more && (
        <BusyButton busy={reading} icon={<ArrowDown aria-hidden size={15} />} onClick={onRead}>
          Show older
        </BusyButton>
      )}
      <p role="status" className="muted">
        {failed ? 'The workstation cannot be reached at the moment.' : ''}
      </p>
    </div>
  );
}
