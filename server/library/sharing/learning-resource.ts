import type { ResourceRecord } from '../../../models/resource.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { labelsOf } from '../labels.ts'
import { licenceAddress } from './licence-address.ts'

type Around = {
  language: Language
  /** The hub's address, without a slash at its end. */
  baseUrl: string
  author: { name: string } | undefined
  /** The network, which publishes. */
  publisher: string
  /** The path of the work that it adapts, where everybody may read that one. */
  original?: string
}

/**
 * A resource as schema.org's LearningResource, for search engines and other portals. Source:
 * https://schema.org/LearningResource. Properties without a value are left out.
 */
export function learningResource(record: ResourceRecord, around: Around) {
  const { language, baseUrl, author, publisher, original } = around
  const labels = labelsOf(record, language)
  const url = `${baseUrl}/ressources/${record.slug}`
  return withoutEmpty({
    '@context': 'https://schema.org',
    '@type': 'LearningResource',
    '@id': url,
    url,
    name: record.title,
    description: record.summary,
    // Of what members write: the hub speaks other languages, its library does not.
    inLanguage: 'fr',
    learningResourceType: labels.kind,
    educationalLevel: labels.level,
    timeRequired: record.durationMinutes ? `PT${record.durationMinutes}M` : undefined,
    audience: labels.publics.map(audienceType => ({
      '@type': 'EducationalAudience',
      audienceType,
    })),
    keywords: labels.themes,
    isBasedOn: original && `${baseUrl}${original}`,
    license: licenceAddress(record.licence) ?? record.licence,
    isAccessibleForFree: true,
    competencyRequired: record.prerequisites,
    author: author && { '@type': 'Person', name: author.name },
    publisher: { '@type': 'Organization', name: publisher, url: baseUrl },
    version: String(record.version),
    dateCreated: record.createdAt.toISOString(),
    datePublished: record.publishedAt.toISOString(),
    dateModified: record.updatedAt.toISOString(),
    encoding: record.attachments.map(({ _id, name, mime, size, sha256 }) => ({
      '@type': 'MediaObject',
      ...{ name, encodingFormat: mime, contentSize: String(size), sha256 },
      contentUrl: `${url}/pieces-jointes/${_id}/${encodeURIComponent(name)}`,
    })),
  })
}

function withoutEmpty(object: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)))
}

function isEmpty(value: unknown) {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}
