import type { ResourceRecord } from '../../../models/resource.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { services } from '../../platform/services.ts'
import { learningResource } from './learning-resource.ts'

type Told = {
  author: { name: string } | null
  adaptedFrom: { ancestors: { url: string | null }[] } | null
}

/** What the page of a resource tells search engines of it: nothing of what is not for everybody. */
export async function describedForAll(
  record: ResourceRecord,
  { author, adaptedFrom }: Told,
  language: Language,
) {
  if (record.audience !== 'public' || record.state !== 'published') return undefined
  const { baseUrl } = services()
  const { name: publisher } = await networkSettings()
  return learningResource(record, {
    ...{ language, baseUrl, publisher },
    author: author ?? undefined,
    original: adaptedFrom?.ancestors[0]?.url ?? undefined,
  })
}
