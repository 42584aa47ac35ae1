/** A titled table in plain text; the first column to the left, the others to the right. */
export function printTable(title: string, head: string[], rows: (string | number)[][]) {
  const lines = [head, ...rows.map(row => row.map(shown))]
  const widths = head.map((_, column) =>
    Math.max(...lines.map(line => (line[column] ?? '').length)),
  )
  const drawn = lines.map(line =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('   '),
  )
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3))
  const [first = '', ...others] = drawn
  process.stdout.write(`\n${title}\n${rule}\n${[first, rule, ...others].join('\n')}\n`)
}

function shown(cell: string | number) {
  if (typeof cell === 'string') return cell
  return cell >= 100 ? Math.round(cell).toLocaleString('en') : cell.toFixed(cell < 10 ? 2 : 1)
}
