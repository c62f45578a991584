/** Aligned columns for people. Pure. */
import { freestanding, visible, widthOf } from './text.ts';

export type Column<Row> = Readonly<{
  title: string;
  cell: (row: Row) => string;
  /** Numbers stand at the right. */
  right?: boolean;
}>;

const GAP = '  ';

/** A line of titles and one for each row, each ending in a newline. Cells are made visible here. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => freestanding(visible(cell(row))))),
  ];
  // Not Math.max(...): a list may be longer than a call may have arguments.
  const widths = columns.map((_, n) =>
    lines.reduce((widest, cells) => Math.max(widest, widthOf(cells[n] ?? '')), 0),
  );
  return lines
    .map((cells) => {
      const padded = cells.map((cell, n) => pad(cell, widths[n] ?? 0, columns[n]?.right ?? false));
      return `${padded.join(GAP).trimEnd()}\n`;
    })
    .join('');
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? space + cell : cell + space;
}
