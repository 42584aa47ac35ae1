import type { Section } from './sections.ts'

export type ReadStep = { title: string; minutes: string; mode: string; body: string }

const FEWEST = 2
const FEWEST_UNNAMED = 3
const LONGEST_TITLE = 200
const DURATION =
  /[\s(,:–—-]*\b(?:(\d{1,2}) ?h(?: ?(\d{2}))?|(\d{1,3}) ?(?:min(?:utes?)?|mn)\b\.?|(\d{1,3}) ?['’](?![\p{L}]))\s*\)?\s*:?\s*$/u
const LEADING = /^\(?(\d{1,3}) ?(?:min(?:utes?)?|mn)\b\)?\s*[:–—-]?\s*/

/** A step a heading, with everything below it. */
export function stepsOfSections(sections: Section[]): ReadStep[] {
  const top = Math.min(...sections.map(({ level }) => level))
  const steps: ReadStep[] = []
  for (const { heading, level, text } of sections) {
    const last = steps.at(-1)
    if (level === top || !last) steps.push(stepOf(heading, text))
    else
      last.body = [last.body, `${'#'.repeat(level)} ${heading}`, text].filter(Boolean).join('\n\n')
  }
  return steps
}

/**
 * The items of the one numbered list of a text, and what is around it. Where no heading says that they are
 * steps, most of them must tell how long they last.
 */
export function stepsOfList(text: string, named = false) {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, n) => (/^\d{1,3}[.)] +\S/.test(line) ? [n] : []))
  const [first = 0] = starts
  if (starts.length < (named ? FEWEST : FEWEST_UNNAMED)) return undefined
  const end = endOf(lines, starts.at(-1) ?? 0)
  const between = lines.slice(first, end)
  if (between.some(line => /^\S/.test(line) && !/^\d{1,3}[.)] /.test(line))) return undefined
  const steps = starts.map((start, n) => stepOfItem(lines.slice(start, starts[n + 1] ?? end)))
  if (!named && steps.filter(({ minutes }) => minutes).length * 2 < steps.length) return undefined
  const rest = [lines.slice(0, first), lines.slice(end)].map(part => part.join('\n').trim())
  return { steps, rest: rest.filter(Boolean).join('\n\n') }
}

/** The line after the last item: the first that is neither empty nor set in. */
function endOf(lines: string[], last: number) {
  const next = lines.findIndex((line, n) => n > last && /^\S/.test(line))
  return next < 0 ? lines.length : next
}

function stepOfItem([first = '', ...others]: string[]): ReadStep {
  const body = others.map(line => line.replace(/^ {1,4}/, '')).join('\n')
  return stepOf(first.replace(/^\d{1,3}[.)] +/, ''), body.trim())
}

function stepOf(heading: string, body: string): ReadStep {
  const words = heading
    .replace(/^(étape|step) *\d+ *[:.–—-] */i, '')
    .replace(/\*\*/g, '')
    .trim()
  const told = DURATION.exec(words)
  const ahead = told ? null : LEADING.exec(words)
  const title = (told ? words.slice(0, told.index) : words.slice(ahead?.[0].length ?? 0)).trim()
  const [, hours, rest, minutes, short] = told ?? []
  const time = hours
    ? Number(hours) * 60 + Number(rest ?? 0)
    : Number(minutes ?? short ?? ahead?.[1] ?? 0)
  const isLong = title.length > LONGEST_TITLE
  return {
    title: isLong ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title || words,
    minutes: time > 0 ? String(time) : '',
    mode: 'do',
    body: isLong ? [title, body].filter(Boolean).join('\n\n') : body,
  }
}
