import type { ResourceRecord } from '../../models/resource.ts'
import type { Thing } from '../platform/content/thing.ts'
import { resourceUrl } from './presenter.ts'

export function thingOfResource(resource: ResourceRecord): Thing {
  const { _id, author, title, summary, body, state } = resource
  return {
    kind: 'resource',
    id: String(_id),
    url: resourceUrl(resource),
    author: String(author),
    title,
    body: [summary, body].filter(Boolean).join('\n\n'),
    hidden: state === 'hidden',
  }
}
