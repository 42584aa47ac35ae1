import { expect } from 'chai'
import { planOf } from '../../server/gatherings/plan.ts'

function slot(from: string, to: string, room: string) {
  const at = (time: string) => new Date(`2031-12-08T${time}:00Z`)
  return { startsAt: at(from), endsAt: at(to), room }
}

function drawing(slots: ReturnType<typeof slot>[]) {
  const { rooms, rows } = planOf(slots)
  return {
    rooms,
    rows: rows.map(({ cells }) =>
      cells.map(cell => (cell ? `${cell.slot.room} ${cell.rows}x${cell.columns}` : '-')),
    ),
  }
}

describe('the plan of a programme', () => {
  it('lets what happens alone go across all the rooms', () => {
    const slots = [
      slot('09:30', '10:00', 'Hall'),
      slot('11:00', '12:00', 'A'),
      slot('11:00', '12:00', 'B'),
    ]
    expect(drawing(slots)).to.deep.equal({
      rooms: ['A', 'B'],
      rows: [['Hall 1x2'], ['A 1x1', 'B 1x1']],
    })
  })

  it('lets a long slot stand beside several short ones, and leaves holes empty', () => {
    const slots = [
      slot('11:00', '13:00', 'Hall'),
      slot('11:00', '11:45', 'A'),
      slot('11:50', '12:45', 'A'),
      slot('11:50', '12:45', 'B'),
    ]
    expect(drawing(slots)).to.deep.equal({
      rooms: ['Hall', 'A', 'B'],
      rows: [
        ['Hall 2x1', 'A 1x1', '-'],
        ['A 1x1', 'B 1x1'],
      ],
    })
  })

  it('gives a column each to slots that overlap in one room', () => {
    const { rooms } = planOf([
      slot('11:00', '12:00', 'A'),
      slot('11:00', '12:00', 'B'),
      slot('11:30', '12:30', 'A'),
    ])
    expect(rooms).to.deep.equal(['A', 'A', 'B'])
  })

  it('is empty without slots', () => {
    expect(planOf([])).to.deep.equal({ rooms: [], rows: [] })
  })
})
