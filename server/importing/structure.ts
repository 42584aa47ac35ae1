import { TITLE_MARK } from '../platform/documents/html.ts'
import { folded } from '../platform/http/slugs.ts'
import { type Section, sectionsOf } from './sections.ts'
import { type ReadStep, stepsOfList, stepsOfSections } from './steps.ts'

/** The fields of a resource that a text tells by its shape. Only what is clear: the rest stays text. */
export type Structured = Record<string, unknown> & { title?: unknown; body: string }

const STEPS = /^(le |les )?(deroule(ment)?|etapes|steps|outline|deroule .*|etapes de .*)$/
const MATERIALS = /^(le )?(materiel|materials|materiel (necessaire|a prevoir)|a prevoir)$/
const PREREQUISITES = /^(les )?(pre-?requis|prerequisites)$/

export function structureOf(markdown: string): Structured {
  const all = sectionsOf(markdown)
  const title = titleOf(all)
  const rest = title === undefined ? all : all.slice(1)
  const opening = title === undefined ? '' : (all[0]?.text ?? '')
  const taken = new Set<Section>()
  const steps = stepsIn(rest, taken)
  const materials = listIn(rest, MATERIALS, taken)
  const prerequisites = listIn(rest, PREREQUISITES, taken)
  const kept = rest.filter(section => !taken.has(section)).map(written)
  const body = [opening, ...kept].filter(Boolean).join('\n\n')
  const whole = steps.length > 0 ? undefined : stepsOfList(body)
  return {
    ...(title ? { title } : {}),
    body: whole?.rest ?? body,
    steps: whole?.steps ?? steps,
    materials,
    prerequisites,
  }
}

/** The first heading, when it stands above all the others. */
function titleOf([first, ...others]: Section[]) {
  if (!first?.heading) return undefined
  if (first.heading.startsWith(TITLE_MARK)) return first.heading.slice(1)
  return others.every(({ level }) => level > first.level) ? first.heading : undefined
}

/** The part called « Déroulé »: its own headings are the steps, or the items of its one list. */
function stepsIn(sections: Section[], taken: Set<Section>): ReadStep[] {
  const at = sections.findIndex(({ heading }) => STEPS.test(plain(heading)))
  const found = sections[at]
  if (!found) return []
  const end = sections.findIndex(({ level }, n) => n > at && level <= found.level)
  const inner = sections.slice(at + 1, end < 0 ? undefined : end)
  if (inner.length > 0) {
    for (const section of inner) taken.add(section)
    if (!found.text) taken.add(found)
    return stepsOfSections(inner)
  }
  const list = stepsOfList(found.text, true)
  if (!list) return []
  if (list.rest) found.text = list.rest
  else taken.add(found)
  return list.steps
}

/** The items of a part that is nothing but one list. */
function listIn(sections: Section[], name: RegExp, taken: Set<Section>): string[] {
  const found = sections.find(({ heading }) => name.test(plain(heading)))
  const lines = found?.text.split('\n').filter(line => line.trim()) ?? []
  const items = lines.map(line => /^[-*+] (\S.{0,198})$/.exec(line)?.[1] ?? '')
  if (!found || items.length === 0 || items.length > 60 || items.some(item => !item)) return []
  taken.add(found)
  return items.map(unmarked)
}

function written({ heading, level, text }: Section) {
  const title = heading ? `${'#'.repeat(level)} ${heading.replace(TITLE_MARK, '')}` : ''
  return [title, text].filter(Boolean).join('\n\n')
}

function plain(heading: string) {
  return folded(unmarked(heading))
    .replace(/[^a-z -]/g, '')
    .trim()
}

function unmarked(text: string) {
  return text
    .replace(/[*_`]{1,3}(\S[^*_`]*)[*_`]{1,3}/g, '$1')
    .replace(/\\([-*_.[\]#])/g, '$1')
    .trim()
}
