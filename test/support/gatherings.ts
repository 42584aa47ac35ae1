/** What a coordinator announces, with what a test changes of it. */
export function aDay(overrides: Record<string, unknown> = {}) {
  return {
    kind: 'annual',
    title: 'Rencontres régionales',
    description: 'Une journée **ensemble**.',
    startsAt: '2031-12-08T09:30:00+01:00',
    endsAt: '2031-12-08T18:00:00+01:00',
    timeZone: 'Europe/Paris',
    venue: 'Centre Keraudren',
    audience: 'public',
    slots: [
      { startsAt: '09:30', endsAt: '10:00', room: 'Hall', title: 'Accueil', speakers: [] },
      {
        startsAt: '2031-12-08T10:00:00+01:00',
        endsAt: '2031-12-08T11:00:00+01:00',
        room: 'Auditorium',
        title: 'Ouverture',
        speakers: ['Samira', 'Denis'],
      },
    ],
    ...overrides,
  }
}

/** Long lines of a calendar are folded; here they are one again, by property. */
export function eventLines(calendar: string) {
  const lines = calendar.replace(/\r\n[ \t]/g, '').split('\r\n')
  return (name: string) => {
    const line = lines.find(one => one.startsWith(`${name}:`) || one.startsWith(`${name};`))
    return line?.slice(line.indexOf(':') + 1)
  }
}
