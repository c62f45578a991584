/** A square of the filament's colour. Always beside the colour's name: it says nothing by itself. */
export function Swatch({ hex, large = false }: Readonly<{ hex: string | null; large?: boolean }>) {
  return (
    <span
      aria-hidden
      className="swatch"
      data-large={large}
      data-unknown={hex === null}
      title={hex ?? 'Colour value unknown'}
      style={hex === null ? undefined : { backgroundColor: hex }}
    />
  );
}
