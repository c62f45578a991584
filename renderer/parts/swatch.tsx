type SwatchProps = Readonly<{
  hex: string | null;
  /** The further colours of a filament with several. */
  more?: readonly string[] | undefined;
  large?: boolean;
}>;

/** A square of the filament's colour. Always beside the colour's name: it says nothing by itself. */
export function Swatch({ hex, more = [], large = false }: SwatchProps) {
  return (
    <span
      aria-hidden
      className="swatch"
      data-large={large}
      data-unknown={hex === null}
      title={hex === null ? 'Colour value unknown' : [hex, ...more].join(', ')}
      style={hex === null ? undefined : { background: paint([hex, ...more]) }}
    />
  );
}

/** Several colours side by side, each as broad as the others. */
function paint(colours: readonly string[]): string {
  const [only = ''] = colours;
  if (colours.length === 1) return only;
  const share = 100 / colours.length;
  const stops = colours.map((hex, at) => `${hex} ${at * share}% ${(at + 1) * share}%`);
  return `linear-gradient(135deg, ${stops.join(', ')})`;
}
