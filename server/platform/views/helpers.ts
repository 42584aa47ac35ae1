import { randomUUID } from 'node:crypto'
import Handlebars, { type HelperDeclareSpec, type HelperOptions } from 'handlebars'
import { MOST_BYTES, MOST_FILES } from '../files/limits.ts'
import { type Language, translator } from '../i18n/index.ts'
import { formatBytes, formatDuration, formatNumber } from '../time/format.ts'
import { asset } from './assets.ts'
import { pace } from './pace.ts'

/** The words that templates know besides Handlebars' own. Dates come formatted from presenters. */
export function viewHelpers(language: Language): HelperDeclareSpec {
  const t = translator(language)
  return {
    t: (key: string, options: HelperOptions) => t(key, options.hash),
    eq: (a: unknown, b: unknown) => a === b,
    not: (a: unknown) => !a,
    or: (...values: unknown[]) => values.slice(0, -1).find(Boolean),
    and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
    includes: (list: unknown, item: unknown) => Array.isArray(list) && list.includes(item),
    concat: (...values: unknown[]) => values.slice(0, -1).join(''),
    asset,
    icon: drawIcon,
    avatar,
    pace,
    uploadLimit: (of: string) => (of === 'bytes' ? MOST_BYTES : MOST_FILES),
    jsonLd,
    number: (value: number) => formatNumber(value, language),
    duration: (minutes: number) => formatDuration(minutes, language),
    bytes: (size: number) => formatBytes(size, language),
    fieldValue: (name: string, options: HelperOptions) =>
      valueAt(options.data.root.form?.values, name),
    fieldError: (name: string, options: HelperOptions) =>
      options.data.root.form?.errors?.[pathOf(name).join('.')],
    fieldId,
    formOnce: (options: HelperOptions) =>
      valueAt(options.data.root.form?.values, 'clientId') || randomUUID(),
    chosen: (name: string, value: unknown, options: HelperOptions) => {
      const current = valueAt(options.data.root.form?.values, name)
      return Array.isArray(current)
        ? current.includes(value)
        : String(current ?? '') === String(value)
    },
  }
}

/** Inside a script of data, where no character may end it. */
function jsonLd(data: object) {
  const safe = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, sign => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return new Handlebars.SafeString(`<script type="application/ld+json">${safe}</script>`)
}

/** `steps[0][title]` → the id of its field, as error summaries link to it. */
export function fieldId(name: string) {
  return `f-${pathOf(name).join('-')}`
}

function pathOf(name: string) {
  return name.split(/[[\].]+/).filter(Boolean)
}

/** What was typed in a field. A program may have sent anything there: an object has no text to show. */
function valueAt(values: unknown, name: string) {
  const found = pathOf(name).reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    values,
  )
  if (Array.isArray(found)) return found.filter(one => typeof one !== 'object')
  return typeof found === 'object' ? undefined : found
}

function drawIcon(name: string) {
  return new Handlebars.SafeString(
    `<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><use href="${asset('icons.svg')}#${Handlebars.escapeExpression(name)}"/></svg>`,
  )
}

const TONES = ['glass', 'sea', 'heather', 'wheat']

/** A member's photo, or two letters on the tone of their name. `{{avatar member "s"}}` is the small one, `"l"` the large one. */
function avatar(member: { name?: string; photoUrl?: string | null } | undefined, size?: unknown) {
  const name = member?.name ?? '?'
  const scale = size === 's' || size === 'l' ? ` ${size}` : ''
  if (member?.photoUrl) {
    return new Handlebars.SafeString(
      `<img class="avatar${scale}" src="${Handlebars.escapeExpression(member.photoUrl)}" alt="" width="36" height="36" loading="lazy">`,
    )
  }
  const letters = Handlebars.escapeExpression(
    [...name.replace(/[^\p{L}]/gu, '')].slice(0, 2).join(''),
  )
  return new Handlebars.SafeString(
    `<span class="avatar${scale}" data-tone="${toneOf(name)}" aria-hidden="true">${letters}</span>`,
  )
}

function toneOf(name: string) {
  const sum = [...name].reduce(
    (total, letter) => (total * 7 + (letter.codePointAt(0) ?? 0)) % 9973,
    3,
  )
  return TONES[sum % TONES.length]
}
