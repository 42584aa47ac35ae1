import type { ResourceRecord } from '../../../models/resource.ts'

type Linked = Pick<ResourceRecord, 'slug' | 'attachments'>

/**
 * HTML of a resource as a page of the pack shows it: its own files beside it, at `places`; anything else of
 * the site at its whole address.
 */
export function localHtml(html: string, record: Linked, places: string[], baseUrl: string): string {
  return html.replace(/ (href|src)="(\/[^"]*)"/g, (_, name: string, address: string) => {
    const file = fileAt(address, record, places)
    return ` ${name}="${file ?? `${baseUrl}${address}`}"`
  })
}

function fileAt(address: string, { slug, attachments }: Linked, places: string[]) {
  const [, of, id] =
    /^\/ressources\/([a-z0-9-]+)\/pieces-jointes\/([0-9a-f]{24})/.exec(address) ?? []
  const index = of === slug ? attachments.findIndex(({ _id }) => String(_id) === id) : -1
  const place = places[index]
  return place && `${slug}/${place.split('/').map(encodeURIComponent).join('/')}`
}
