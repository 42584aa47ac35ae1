import type { ResourceRecord } from '../../models/resource.ts'

/** Two files of one name stand beside each other as « plan.pdf » and « plan-2.pdf ». */
export function placesOf({ attachments }: Pick<ResourceRecord, 'attachments'>): string[] {
  const taken = new Set<string>()
  return attachments.map(({ name }) => {
    let place = name
    for (let n = 2; taken.has(place.toLowerCase()); n++) place = numbered(name, n)
    taken.add(place.toLowerCase())
    return `files/${place}`
  })
}

function numbered(name: string, n: number) {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]+)?$/.exec(name) ?? []
  return `${stem}-${n}${extension}`
}
