import { CircleCheck, CircleDashed, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { Tone } from '../../shared/contract/health-words.ts';

const ICONS = { good: CircleCheck, warn: TriangleAlert, bad: OctagonAlert, idle: CircleDashed } as const;

/** How well something is, by form and colour. Always beside words. */
export function ToneIcon({ tone, size = 16 }: Readonly<{ tone: Tone; size?: number }>) {
  const Icon = ICONS[tone];
  return <Icon aria-hidden size={size} className="tone" data-tone={tone} />;
}
