import { type AncestorRecord, Resource, type ResourceRecord } from '../../models/resource.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { formatShortDay } from '../platform/time/format.ts'
import { isWider } from '../platform/who/audience.ts'
import { bylinesOf } from './authors.ts'

export type Origin = NonNullable<ResourceRecord['adaptedFrom']>
export type Credit = Awaited<ReturnType<typeof creditOf>>

/** What a copy of `resource` made today says of it, and of what it came from itself. */
export function originFrom(resource: ResourceRecord): Origin {
  const { _id, version, updatedAt, slug, title, licence, audience, author } = resource
  const parent = {
    resource: _id,
    version,
    savedAt: updatedAt,
    slug,
    title,
    licence,
    audience,
    author,
  }
  const ancestors = [parent, ...(resource.adaptedFrom?.ancestors ?? [])]
  return { resource: _id, version, ancestors }
}

/** The credit that an adaptation shows: the same for whoever reads it. */
export async function creditOf(record: ResourceRecord, language: Language) {
  const ancestors = record.adaptedFrom?.ancestors ?? []
  if (ancestors.length === 0) return null
  const [now, people] = await Promise.all([
    Resource.find(
      { _id: { $in: ancestors.map(one => one.resource) } },
      'slug title state audience',
    ).lean(),
    bylinesOf(ancestors.map(({ author }) => author)),
  ])
  const standing = new Map(now.map(one => [String(one._id), one]))
  return {
    version: record.adaptedFrom?.version ?? 0,
    ancestors: ancestors.map(one => {
      const current = standing.get(String(one.resource))
      const shown = {
        title: current?.state === 'hidden' ? null : one.title || null,
        url: current && isShownWith(current, record) ? `/ressources/${current.slug}` : null,
        author: people.get(String(one.author)) ?? null,
      }
      return { ...factsOf(one), ...shown, credit: inWords(one, shown, language) }
    }),
  }
}

/** Which of the works that this one comes from the moderation hides. */
export async function hiddenAncestors({ adaptedFrom }: Pick<ResourceRecord, 'adaptedFrom'>) {
  const $in = (adaptedFrom?.ancestors ?? []).map(({ resource }) => resource)
  if ($in.length === 0) return new Set<string>()
  const hidden = await Resource.find({ _id: { $in }, state: 'hidden' }, '_id').lean()
  return new Set(hidden.map(({ _id }) => String(_id)))
}

function factsOf({ version, licence, savedAt }: AncestorRecord) {
  return { version, licence, savedAt: savedAt.toISOString() }
}

type Standing = Pick<ResourceRecord, 'state' | 'audience'>

/** Whether all those who read the adaptation may read this too. */
function isShownWith({ state, audience }: Standing, adaptation: Standing) {
  return state === 'published' && !isWider(adaptation.audience, audience)
}

type Shown = { title: string | null; author: { name: string } | null }

/** « D'après « Titre », version 3 du 2 nov. 2026, de Nolwenn, CC BY 4.0 » */
function inWords(
  { version, savedAt, licence }: AncestorRecord,
  { title, author }: Shown,
  language: Language,
) {
  const t = translator(language)
  return t(title === null ? 'adapting.creditUntitled' : 'adapting.credit', {
    ...{ title: frenchTypography(title ?? ''), version },
    day: formatShortDay(savedAt, language),
    author: author?.name ?? t('library.formerMember'),
    licence:
      licence === 'All rights reserved'
        ? t('library.allRights')
        : licence || t('adapting.noLicence'),
  })
}
