import type { DraftRecord } from '../../../models/draft.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { Revision, type RevisionRecord } from '../../../models/revision.ts'
import { THEMES, themeKey } from '../../platform/content/themes.ts'
import type { Translate } from '../../platform/i18n/index.ts'
import { CHOICES, type Choice, type Choices } from '../merging/conflict.ts'
import { type Merge, mergeWritten } from '../merging/merge.ts'
import { type Written, writtenOf } from '../merging/written.ts'
import { PUBLICS, publicKey } from '../vocabulary.ts'
import { leniently } from './leniently.ts'

/** The draft and the resource as it is now, both from the version that the writing began from. */
export async function mergeDraft(
  draft: DraftRecord,
  resource: ResourceRecord,
  t: Translate,
  choices: Choices = {},
): Promise<Merge> {
  const theirs = withCodes(writtenOf(resource))
  const base = withCodes(await baseOf(draft, resource))
  const { change: _, ...typed } = leniently(draft.values, t, base)
  return mergeWritten(base, withCodes(typed), theirs, choices)
}

/** `choices[body.1]=theirs` of the form; what it names otherwise is no choice. */
export function choicesIn(body: unknown): Choices {
  const sent = typeof body === 'object' && body && 'choices' in body ? body.choices : {}
  const pairs = Object.entries(typeof sent === 'object' && sent ? sent : {})
  return Object.fromEntries(pairs.filter((pair): pair is [string, Choice] => isChoice(pair[1])))
}

function isChoice(value: unknown): value is Choice {
  return CHOICES.some(choice => choice === value)
}

/** A version that is no more would make all of theirs look new: then what is there now is the base. */
async function baseOf({ baseVersion }: DraftRecord, resource: ResourceRecord): Promise<Written> {
  const version = baseVersion ?? resource.version
  const filter = { resource: resource._id, version }
  const former = await Revision.findOne(filter).lean<RevisionRecord>()
  return writtenOf(former ?? resource)
}

/** The form sends the codes of what the first writer may have put in words. */
function withCodes(written: Written): Written {
  return {
    ...written,
    publics: coded(written.publics, PUBLICS, publicKey),
    themes: coded(written.themes, THEMES, themeKey),
  }
}

function coded(texts: string[], known: readonly string[], keyOf: (text: string) => string) {
  return [...new Set(texts.map(text => (known.includes(keyOf(text)) ? keyOf(text) : text)))]
}
