import type { ResourceRecord } from '../../models/resource.ts'
import type { Byline } from './authors.ts'
import { writeDocument } from './markdown-document.ts'

/** A resource to take away: YAML front matter, then its body, as `hub import` reads them. */
export function markdownFile(
  resource: ResourceRecord,
  author: Byline | null,
  address: string,
  credits: readonly string[] = [],
) {
  const { kind, title, summary, publics, level, durationMinutes, preparationMinutes } = resource
  const { groupSize, materials, themes, licence, audience, version, createdAt, updatedAt } =
    resource
  const { internet, cost, tools, systems, prerequisites, verifyBy } = resource
  const facts = {
    ...{ kind, title, summary, author: author?.slug, publics, level, durationMinutes },
    ...{ preparationMinutes, groupSize, materials, internet, cost },
    tools: tools?.map(({ name, version }) => ({ name, version })),
    ...{ systems, prerequisites, verifyBy, themes, licence, audience },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    version,
    source: address,
    credits: credits.length ? credits : undefined,
    steps: resource.steps.map(({ title, minutes, mode, body }) => ({ title, minutes, mode, body })),
  }
  return writeDocument({ facts, body: resource.body })
}
