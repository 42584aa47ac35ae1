import { parse } from 'yaml'
import type { Pictures } from '../platform/documents/pictures.ts'
import { DocumentRefused } from '../platform/documents/refusal.ts'
import { type Structured, structureOf } from './structure.ts'

const LONGEST = 1_500_000
const FRONT = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/
const INLINE = /!\[([^\]\n]*)\]\(data:image\/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=]+)\)/g

/** A picture beside the text, where the text was: its address says no more than its name. */
const BESIDE =
  /!\[([^\]\n]*)\]\(<?(?![a-z][a-z+.-]*:|[/#]|rouedad-image-)([^)>\s]{1,300})>?(?: "[^"\n]*")?\)/gi

/** Markdown, with the front matter that a resource's own `.md` has, or without. */
export function readMarkdown(bytes: Buffer, pictures: Pictures): Structured {
  if (bytes.length > LONGEST * 20) throw new DocumentRefused('tooLarge')
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
  const front = FRONT.exec(text)
  const facts = front?.[1] === undefined ? undefined : factsIn(front[1])
  const body = withPictures(facts ? text.slice(front?.[0].length) : text, pictures).trim()
  if (body.length > LONGEST) throw new DocumentRefused('tooLarge')
  if (!facts) return structureOf(body)
  const { audience, ...rest } = facts
  const open = audience === 'public' || audience === 'network' ? { audience } : {}
  return 'title' in facts ? { ...rest, ...open, body } : { ...structureOf(body), ...rest, ...open }
}

/** A text may begin with a line of dashes that is none. */
function factsIn(yaml: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = parse(yaml, { maxAliasCount: 20, schema: 'core' })
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? { ...read }
      : undefined
  } catch {
    return undefined
  }
}

function withPictures(text: string, pictures: Pictures) {
  const held = text.replace(INLINE, (_, alt: string, base64: string) => {
    const mark = pictures.add(Buffer.from(base64, 'base64'))
    return mark ? `![${alt}](${mark})` : alt
  })
  return held.replace(BESIDE, (_, alt: string, path: string) => {
    pictures.absent.push(path.slice(-80))
    return alt
  })
}
