/**
 * What a browser would make of a page: its tags and their attributes, read as HTML reads them. A fault is a
 * tag or attribute that only a probe can have brought, or a link that runs something.
 */
export function faultsIn(html: string): string[] {
  const faults: string[] = []
  for (const { tag, attributes } of tagsOf(html)) {
    if (tag === 'iframe' || tag === 'object' || tag === 'embed' || tag === 'base') faults.push(tag)
    if (tag === 'script' && !('src' in attributes) && attributes.type !== DATA)
      faults.push('script')
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith('on') || name === 'srcdoc') faults.push(`${tag} ${name}`)
      if (LINKS.has(name) && RUNS.test(value.replace(/[\s\p{Cc}]/gu, '')))
        faults.push(`${tag} ${name}=${value}`)
    }
  }
  // What a template would have counted out of the probe.
  if (html.includes('1337')) faults.push('a template')
  return faults
}

const LINKS = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'poster',
  'xlink:href',
  'srcset',
])
/** What schema.org says of a resource, in a script that no browser runs. */
const DATA = 'application/ld+json'
const RUNS = /^(javascript|vbscript|data):/i
const RAW = /^(script|style|textarea|title)$/

type Tag = { tag: string; attributes: Record<string, string> }

export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = []
  const start = /<!--[\s\S]*?(?:-->|$)|<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi
  for (let found = start.exec(html); found; found = start.exec(html)) {
    const [, name, rest = ''] = found
    if (!name) continue
    const tag = name.toLowerCase()
    tags.push({ tag, attributes: attributesOf(rest) })
    if (RAW.test(tag)) start.lastIndex = endOf(html, tag, start.lastIndex)
  }
  return tags
}

function attributesOf(text: string) {
  const pairs = text.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)
  return Object.fromEntries(
    [...pairs].map(([, name = '', a, b, c]) => [name.toLowerCase(), decoded(a ?? b ?? c ?? '')]),
  )
}

function decoded(value: string) {
  return value
    .replace(/&#x([0-9a-f]+);?/gi, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
    .replace(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&colon;/g, ':')
}

/** Inside these nothing is a tag until they end. */
function endOf(html: string, tag: string, from: number) {
  const at = html.toLowerCase().indexOf(`</${tag}`, from)
  return at < 0 ? html.length : at
}
