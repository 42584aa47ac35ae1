import { safeFileName } from '../../platform/files/names.ts'

/** Names that any system can unpack side by side: safe, and no two alike, whatever their capitals. */
export function uniqueNames(names: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken.map(keyOf))
  return names.map(name => {
    const safe = safeFileName(name)
    let unique = safe
    for (let n = 2; used.has(keyOf(unique)); n++) unique = numbered(safe, n)
    used.add(keyOf(unique))
    return unique
  })
}

function numbered(name: string, n: number) {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]{1,12})?$/.exec(name) ?? []
  return `${stem} (${n})${extension}`
}

/** Some systems read é and É, or é in one sign and in two, as one. */
function keyOf(name: string) {
  return name.normalize('NFC').toLowerCase()
}
