import { Long } from 'bson'
import type { Collection } from 'mongodb'
import { gives, refuses } from './evaluate.ts'
import { type Opened, open, type Thing } from './open.ts'

const date = (text: string) => new Date(text)
const long = (value: number) => Long.fromNumber(value)

/** Examples of MongoDB's reference, and their neighbours. */
describe('conformance: dates by units', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertOne({ _id: 1, at: date('2020-11-30T12:10:05Z'), nothing: null })
  })
  after(() => opened.close())

  const give = (table: [unknown, unknown][]) => gives(things, table)
  const refuse = (table: [unknown, number][]) => refuses(things, table)
  const add = (startDate: unknown, unit: string, amount: unknown, timezone?: string) => ({
    $dateAdd: { startDate, unit, amount, ...(timezone && { timezone }) },
  })
  const diff = (startDate: unknown, endDate: unknown, unit: string, more = {}) => ({
    $dateDiff: { startDate, endDate, unit, ...more },
  })
  const trunc = (of: string, unit: string, more = {}) => ({
    $dateTrunc: { date: date(of), unit, ...more },
  })

  it('are moved, a day that a month has not being its last', () =>
    give([
      [add('$at', 'day', 3), date('2020-12-03T12:10:05Z')],
      [add(date('2020-10-31T00:00:00Z'), 'month', 1), date('2020-11-30T00:00:00Z')],
      [add(date('2020-02-29T00:00:00Z'), 'year', 1), date('2021-02-28T00:00:00Z')],
      [add(date('2020-12-31T23:59:59Z'), 'quarter', -1), date('2020-09-30T23:59:59Z')],
      [add('$at', 'week', 2), date('2020-12-14T12:10:05Z')],
      [add('$at', 'hour', -13), date('2020-11-29T23:10:05Z')],
      [add('$at', 'millisecond', 5), date('2020-11-30T12:10:05.005Z')],
      [
        { $dateSubtract: { startDate: '$at', unit: 'minute', amount: 70 } },
        date('2020-11-30T11:00:05Z'),
      ],
      [add('$nothing', 'day', 1), null],
      [add('$missing', 'day', 1), null],
      [add('$at', 'day', '$nothing'), null],
    ]))

  it('are moved by the calendar of a time zone, and by the clock below a day', () =>
    give([
      [add(date('2020-03-28T11:00:00Z'), 'day', 1, 'Europe/Paris'), date('2020-03-29T10:00:00Z')],
      [add(date('2020-03-28T11:00:00Z'), 'hour', 24, 'Europe/Paris'), date('2020-03-29T11:00:00Z')],
      [add(date('2021-10-30T20:00:00Z'), 'day', 1, 'Europe/Paris'), date('2021-10-31T21:00:00Z')],
    ]))

  it('differ by the borders that lie between them', () =>
    give([
      [diff(date('2020-12-31T23:59:59Z'), date('2021-01-01T00:00:00Z'), 'year'), long(1)],
      [diff(date('2020-01-01T00:00:00Z'), date('2020-12-31T23:59:59Z'), 'year'), long(0)],
      [diff(date('2020-03-31T00:00:00Z'), date('2020-04-01T00:00:00Z'), 'quarter'), long(1)],
      [diff(date('2020-11-30T12:10:05Z'), date('2020-12-03T01:00:00Z'), 'day'), long(3)],
      [diff(date('2021-01-24T00:00:00Z'), date('2021-01-31T00:00:00Z'), 'week'), long(1)],
      [diff(date('2021-01-23T00:00:00Z'), date('2021-01-24T00:00:00Z'), 'week'), long(1)],
      [
        diff(date('2021-01-23T00:00:00Z'), date('2021-01-24T00:00:00Z'), 'week', {
          startOfWeek: 'Monday',
        }),
        long(0),
      ],
      [diff(date('2021-01-01T10:59:59Z'), date('2021-01-01T11:00:00Z'), 'hour'), long(1)],
      [diff(date('2021-01-01T00:00:00Z'), date('2020-12-31T00:00:00Z'), 'second'), long(-86_400)],
      [
        diff(date('2021-01-01T22:30:00Z'), date('2021-01-01T23:30:00Z'), 'day', {
          timezone: 'Europe/Paris',
        }),
        long(1),
      ],
      [diff('$nothing', '$at', 'day'), null],
    ]))

  it('are cut to bins that count from the year 2000', () =>
    give([
      [trunc('2021-03-20T11:30:05Z', 'month'), date('2021-03-01T00:00:00Z')],
      [trunc('2021-08-20T11:30:05Z', 'quarter'), date('2021-07-01T00:00:00Z')],
      [trunc('2021-08-20T11:30:05Z', 'year', { binSize: 10 }), date('2020-01-01T00:00:00Z')],
      [trunc('2021-03-20T11:30:05Z', 'hour', { binSize: 4 }), date('2021-03-20T08:00:00Z')],
      [trunc('2021-03-20T11:30:05Z', 'day', { timezone: '+0200' }), date('2021-03-19T22:00:00Z')],
      [trunc('1999-12-31T11:30:05Z', 'day', { binSize: 2 }), date('1999-12-30T00:00:00Z')],
      [trunc('2021-03-20T11:30:05Z', 'week'), date('2021-03-14T00:00:00Z')],
      [{ $dateTrunc: { date: '$nothing', unit: 'day' } }, null],
    ]))

  it('are cut to weeks as those of the reference', async () => {
    const weeks = { binSize: 2, timezone: 'America/Los_Angeles', startOfWeek: 'Monday' }
    await give([
      [trunc('2020-05-18T14:10:30Z', 'week', weeks), date('2020-05-11T07:00:00Z')],
      [trunc('2021-03-20T11:30:05Z', 'week', weeks), date('2021-03-15T07:00:00Z')],
      [trunc('2021-01-11T06:31:15Z', 'week', weeks), date('2021-01-04T08:00:00Z')],
      [trunc('2020-02-08T13:13:23Z', 'week', weeks), date('2020-02-03T08:00:00Z')],
      [trunc('2019-05-18T16:09:01Z', 'week', weeks), date('2019-05-13T07:00:00Z')],
      [trunc('2019-01-08T06:12:03Z', 'week', weeks), date('2019-01-07T08:00:00Z')],
    ])
  })

  it('are put together from parts, which carry, and taken apart', () =>
    give([
      [
        { $dateFromParts: { year: 2017, month: 2, day: 8, hour: 12 } },
        date('2017-02-08T12:00:00Z'),
      ],
      [
        {
          $dateFromParts: {
            year: 2016,
            month: 12,
            day: 31,
            hour: 23,
            minute: 46,
            second: 12,
            timezone: 'America/New_York',
          },
        },
        date('2017-01-01T04:46:12Z'),
      ],
      [
        { $dateFromParts: { isoWeekYear: 2017, isoWeek: 6, isoDayOfWeek: 3, hour: 12 } },
        date('2017-02-08T12:00:00Z'),
      ],
      [
        { $dateFromParts: { year: 2017, month: 14, day: 1, hour: 12 } },
        date('2018-02-01T12:00:00Z'),
      ],
      [
        { $dateFromParts: { year: 2017, month: 0, day: 1, hour: 12 } },
        date('2016-12-01T12:00:00Z'),
      ],
      [{ $dateFromParts: { year: 2017, minute: '$nothing' } }, null],
      [
        { $dateToParts: { date: date('2017-01-01T01:29:09.123Z') } },
        { year: 2017, month: 1, day: 1, hour: 1, minute: 29, second: 9, millisecond: 123 },
      ],
      [
        { $dateToParts: { date: date('2017-01-01T01:29:09.123Z'), timezone: 'America/New_York' } },
        { year: 2016, month: 12, day: 31, hour: 20, minute: 29, second: 9, millisecond: 123 },
      ],
      [
        { $dateToParts: { date: date('2017-01-01T01:29:09.123Z'), iso8601: true } },
        {
          isoWeekYear: 2016,
          isoWeek: 52,
          isoDayOfWeek: 7,
          hour: 1,
          minute: 29,
          second: 9,
          millisecond: 123,
        },
      ],
      [{ $dateToParts: { date: '$missing' } }, null],
      [{ $week: date('2016-01-04T00:00:00Z') }, 1],
      [{ $week: date('2023-01-01T00:00:00Z') }, 1],
      [{ $week: date('2022-01-01T00:00:00Z') }, 0],
    ]))

  it('are read from text', () =>
    give([
      [
        { $dateFromString: { dateString: '2017-02-08T12:10:40.787' } },
        date('2017-02-08T12:10:40.787Z'),
      ],
      [
        {
          $dateFromString: { dateString: '2017-02-08T12:10:40.787', timezone: 'America/New_York' },
        },
        date('2017-02-08T17:10:40.787Z'),
      ],
      [{ $dateFromString: { dateString: '2017-02-08' } }, date('2017-02-08T00:00:00Z')],
      [
        { $dateFromString: { dateString: '2017-02-08T12:10:40+02:00' } },
        date('2017-02-08T10:10:40Z'),
      ],
      [
        { $dateFromString: { dateString: '06-15-2018', format: '%m-%d-%Y' } },
        date('2018-06-15T00:00:00Z'),
      ],
      [
        { $dateFromString: { dateString: '15 Jun 2018', format: '%d %b %Y' } },
        date('2018-06-15T00:00:00Z'),
      ],
      [{ $dateFromString: { dateString: 'tomorrow', onError: 'never' } }, 'never'],
      [{ $dateFromString: { dateString: '$nothing', onNull: 'none' } }, 'none'],
      [{ $dateFromString: { dateString: '$missing' } }, null],
    ]))

  it('are refused where they make no sense', () =>
    refuse([
      [add('$at', 'fortnight', 1), 9],
      [add('$at', 'day', 1.5), 5166405],
      [add('text', 'day', 1), 5166403],
      [diff('text', '$at', 'day'), 5166307],
      [trunc('2021-03-20T11:30:05Z', 'day', { binSize: 0 }), 5439018],
      [trunc('2021-03-20T11:30:05Z', 'week', { startOfWeek: 'noday' }), 9],
      [{ $dateFromParts: { year: 0 } }, 40523],
      [{ $dateFromParts: { month: 1 } }, 40516],
      [{ $dateFromParts: { year: 2017, month: 1.5 } }, 40515],
      [{ $dateFromParts: { isoWeekYear: 2017, month: 1 } }, 40489],
      [{ $dateFromString: { dateString: 'tomorrow' } }, 241],
      [{ $dateFromString: { dateString: '2017-13-08' } }, 241],
    ]))
})
