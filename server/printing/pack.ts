import type { ResourceRecord } from '../../models/resource.ts'
import type { StepMode } from '../../models/words/resource.ts'
import { type Handout, handoutOf } from '../library/handout/handout.ts'
import { legendOf, TONES } from '../library/labels.ts'
import { pageOfResource, type presentResource, resourceUrl } from '../library/presenter.ts'
import { type Language, type Translate, translator } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'

export type Picture = { bytes: Uint8Array; width: number; height: number }
export type Step = {
  title: string
  minutes: number
  mode: StepMode
  about: string
  at?: string | undefined
  body: string
}
export type Words = ReturnType<typeof wordsOf>

/** All that is printed of a resource, in the words of one language: what the thread that prints is given. */
export type Pack = {
  language: Language
  origin: string
  address: string
  kind: string
  kindLabel: string
  title: string
  summary: string
  lasting: string
  preparation: string
  facts: { label: string; value: string }[]
  prerequisites: string[]
  materials: string[]
  legend: { mode: StepMode; label: string }[]
  ticks: string[]
  steps: Step[]
  body: string
  credit: string
  author: string
  licence: string
  version: string
  createdAt: Date
  updatedAt: Date
  handout: Handout
  /** By the id of their attachment. */
  images: Record<string, Picture>
  words: Words
}

/** More than the pages of a part hold: what is beyond would be set in lines for nobody. */
const MOST_SIGNS = 200_000

type Presented = ReturnType<typeof presentResource>

/** Everything but the pictures. `origin` is where the hub is. */
export function packOf(
  record: ResourceRecord,
  presented: Presented,
  { language, origin }: { language: Language; origin: string },
): Pack {
  const t = translator(language)
  const { labels, author } = presented
  const page = pageOfResource(record, language)
  const version = t('library.versionOf', { version: record.version, day: page.updated })
  const name = author?.name ?? t('library.formerMember')
  return {
    ...{ language, origin, address: `${origin}${resourceUrl(record)}` },
    ...{ kind: record.kind, kindLabel: labels.kind, title: labels.title, summary: labels.summary },
    lasting: page.lasting ?? '',
    preparation: page.preparation ? t('library.preparation', { duration: page.preparation }) : '',
    facts: factsOf(presented, t),
    prerequisites: presented.prerequisites.map(frenchTypography),
    materials: labels.materials,
    legend: legendOf(record.steps, language).map(one => ({
      mode: modeOf(one.tone),
      label: `${one.label}, ${one.lasting}`,
    })),
    ticks: page.ticks,
    steps: record.steps.map((step, index) => stepOf(step, page.timeline[index], page.ticks)),
    body: record.body.slice(0, MOST_SIGNS),
    credit: creditLine([name, author?.space?.label], presented),
    ...{ author: name, licence: labels.licence, version },
    ...{ createdAt: record.createdAt, updatedAt: record.updatedAt },
    handout: handoutOf(record, origin),
    images: {},
    words: wordsOf(t, record.kind),
  }
}

/** Who wrote it, and what it comes from. */
function creditLine(author: (string | undefined)[], { adaptedFrom }: Presented) {
  const origins = adaptedFrom?.ancestors.map(({ credit }) => credit) ?? []
  return [author.filter(Boolean).join(', '), ...origins].join('. ')
}

type Timeline = ReturnType<typeof pageOfResource>['timeline']

function stepOf(
  { minutes, mode, body }: ResourceRecord['steps'][number],
  line: Timeline[number] | undefined,
  ticks: string[],
): Step {
  const about = [line?.lasts, line?.mode].filter(Boolean).join('\n')
  return {
    title: line?.title ?? '',
    minutes,
    mode,
    about,
    body,
    at: ticks.length ? line?.at : undefined,
  }
}

function factsOf({ labels, tools, systems }: Presented, t: Translate) {
  const named = tools.map(({ name, version }) => [name, version].filter(Boolean).join(' '))
  const facts: [string, string | null | undefined][] = [
    [t('library.public'), labels.publics.join(', ')],
    [t('library.group'), labels.group],
    [t('library.level'), labels.level],
    [t('library.internet'), labels.internet],
    [t('library.cost'), labels.cost],
    [t('library.tools'), named.join(', ')],
    [t('library.systems'), systems.join(', ')],
    [t('library.theme'), labels.themes.join(', ')],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function modeOf(tone: string): StepMode {
  if (tone === TONES.talk) return 'talk'
  return tone === TONES.show ? 'show' : 'do'
}

function wordsOf(t: Translate, kind: ResourceRecord['kind']) {
  return {
    materials: t('library.materials'),
    prerequisites: t('library.prerequisites'),
    pace: t('library.pace'),
    body: t(`library.bodyTitles.${kind}`),
    notes: t('library.notes'),
    glance: t('library.summaryTitle'),
    duration: t('library.duration'),
    handout: t('print.handout'),
    handoutSteps: t('print.handoutSteps'),
    links: t('print.links'),
    linksHelp: t('print.linksHelp'),
    myNotes: t('print.myNotes'),
    online: t('print.online'),
    code: t('print.code'),
    codeOf: t('print.codeOf'),
    picture: t('print.picture'),
    strip: t('print.strip'),
    done: t('print.done'),
    page: t('print.page', { page: '{page}', pages: '{pages}' }),
    missing: t('print.missing'),
    cut: t('print.cut'),
  }
}
