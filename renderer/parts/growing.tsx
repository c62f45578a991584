/** Long lists: their beginning is drawn at once, and more as somebody comes near the end of what is. */
import { useEffect, useRef, useState } from 'react';

/** Further than anybody scrolls before the next rows are there. */
const AHEAD = '1500px';

/**
 * @param length of the list
 * @param step how many more are drawn at a time
 * @returns how many to draw, and what stands behind them and looks out for who comes near
 */
export function useGrowing(length: number, step: number): readonly [number, React.ReactNode] {
  const [drawn, setDrawn] = useState(step);
  const end = useRef<HTMLDivElement>(null);
  const more = drawn < length;
  useEffect(() => {
    if (end.current === null) return;
    // Tells at once whether it is in sight, too: a tall window takes several steps.
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setDrawn((before) => before + step);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [more, drawn, step]);
  return [Math.min(drawn, length), more ? <div ref={end} /> : null];
}
