import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { Spool } from '../../shared/domain/model.ts';
import { freeMg, markOf } from '../view/filaments.ts';
import { roughly } from '../view/format.ts';

const MARKS = { short: 'Short', empty: 'Empty', low: 'Low' } as const;

/** How much is left on a spool: as a bar whose hatched end is reserved, in words, and a mark where it is little. */
export function SpoolBar({ spool }: Readonly<{ spool: Spool }>) {
  const mark = markOf(spool);
  const share = (mg: number) => `${(100 * Math.min(1, Math.max(0, mg / spool.totalMg))).toFixed(1)}%`;
  const Icon = mark === 'low' ? TriangleAlert : CircleAlert;
  return (
    <div className="spool-bar" data-mark={mark ?? 'fine'}>
      <div className="bar" aria-hidden>
        <span className="bar-left" style={{ inlineSize: share(spool.remainingMg) }}>
          <span
            className="bar-reserved"
            style={{
              inlineSize: `${(100 * Math.min(1, spool.remainingMg === 0 ? 0 : spool.reservedMg / spool.remainingMg)).toFixed(1)}%`,
            }}
          />
        </span>
      </div>
      <span className="spool-amount">
        {roughly(spool.remainingMg)} of {roughly(spool.totalMg)}
      </span>
      {mark !== null && (
        <span className="mark" data-mark={mark}>
          <Icon aria-hidden size={13} />
          {mark === 'short' ? `Short by ${roughly(-freeMg(spool))}` : MARKS[mark]}
        </span>
      )}
    </div>
  );
}
