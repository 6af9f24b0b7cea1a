import fc from 'fast-check';

export interface Placed {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/** A grid cut into cells at random: every position belongs to exactly one cell, and no row or column is covered throughout. */
export const randomGrid = fc
  .record({
    rowCount: fc.integer({ min: 2, max: 7 }),
    columnCount: fc.integer({ min: 2, max: 7 }),
    wishes: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), {
      minLength: 49,
      maxLength: 49,
    }),
  })
  .map(({ rowCount, columnCount, wishes }) => {
    const taken = Array.from({ length: rowCount }, () => new Array<boolean>(columnCount).fill(false));
    const cells: Placed[] = [];
    for (let row = 0; row < rowCount; row += 1) {
      for (let column = 0; column < columnCount; column += 1) {
        if (taken[row]![column]) continue;
        const [tall, wide] = wishes[row * 7 + column]!;
        let columnSpan = 1;
        while (columnSpan < wide && column + columnSpan < columnCount && !taken[row]![column + columnSpan])
          columnSpan += 1;
        const rowSpan = Math.min(tall, rowCount - row);
        for (let r = row; r < row + rowSpan; r += 1)
          for (let c = column; c < column + columnSpan; c += 1) taken[r]![c] = true;
        cells.push({ row, column, rowSpan, columnSpan });
      }
    }
    return { rowCount, columnCount, cells };
  });
