/** What a programme's table is made of: a day, its rooms side by side, its slots where they start. */
export type PlanSlot = { startsAt: Date; endsAt: Date; room: string }
export type Cell<S> = { slot: S; rows: number; columns: number; across: boolean; column: number }
export type Row<S> = { startsAt: Date; cells: (Cell<S> | undefined)[] }
export type Plan<S> = { rooms: string[]; rows: Row<S>[] }

/**
 * The programme of one day. A slot that nothing else happens beside goes across all the rooms.
 * Slots that overlap in one room get a column each. `undefined` stands for an empty cell.
 */
export function planOf<S extends PlanSlot>(slots: readonly S[]): Plan<S> {
  const sorted = [...slots].sort((a, b) => +a.startsAt - +b.startsAt || +b.endsAt - +a.endsAt)
  const beside = sorted.filter(slot => sorted.some(other => other !== slot && overlap(slot, other)))
  const columns = columnsOf(beside)
  const starts = [...new Set(sorted.map(({ startsAt }) => +startsAt))]
  const rows = starts.map(start => rowAt(start, starts, sorted, columns))
  return { rooms: columns.map(({ room }) => room), rows }
}

type Column<S> = { room: string; slots: S[] }

function overlap(a: PlanSlot, b: PlanSlot) {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}

function columnsOf<S extends PlanSlot>(slots: S[]): Column<S>[] {
  const columns: Column<S>[] = []
  for (const slot of slots) {
    const free = columns.find(
      ({ room, slots }) => room === slot.room && !slots.some(other => overlap(slot, other)),
    )
    if (free) free.slots.push(slot)
    else columns.splice(placeFor(columns, slot.room), 0, { room: slot.room, slots: [slot] })
  }
  return columns
}

/** Beside the columns of the same room, or at the end. */
function placeFor(columns: Column<unknown>[], room: string) {
  const last = columns.findLastIndex(column => column.room === room)
  return last < 0 ? columns.length : last + 1
}

function rowAt<S extends PlanSlot>(
  start: number,
  starts: number[],
  slots: S[],
  columns: Column<S>[],
): Row<S> {
  const inColumns = new Set(columns.flatMap(({ slots }) => slots))
  const alone = slots.find(slot => +slot.startsAt === start && !inColumns.has(slot))
  const width = Math.max(1, columns.length)
  if (alone) {
    const cell = { slot: alone, rows: 1, columns: width, across: true, column: 0 }
    return { startsAt: new Date(start), cells: [cell] }
  }
  const cells = columns.flatMap((column, index) => {
    const covering = column.slots.find(
      ({ startsAt, endsAt }) => +startsAt <= start && +endsAt > start,
    )
    if (!covering) return [undefined]
    if (+covering.startsAt < start) return []
    const rows = starts.filter(time => time >= start && time < +covering.endsAt).length
    return [{ slot: covering, rows, columns: 1, across: false, column: index }]
  })
  return { startsAt: new Date(start), cells }
}
