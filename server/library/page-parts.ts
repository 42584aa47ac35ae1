import type { ResourceRecord } from '../../models/resource.ts'
import type { Language } from '../platform/i18n/index.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'

/** What another feature shows on a resource's page: values under the names by which `views/resources/show.hbs` knows them. */
export type PagePart = (
  resource: ResourceRecord,
  viewer: Viewer | Visitor,
  language: Language,
) => Promise<object>

const parts: PagePart[] = []

/** Called once by each feature that stands on the library, where it describes itself. */
export function addToResourcePage(part: PagePart) {
  parts.push(part)
}

export async function partsOfPage(...reader: Parameters<PagePart>): Promise<object> {
  return Object.assign({}, ...(await Promise.all(parts.map(part => part(...reader)))))
}
