import { diffWordsWithSpace } from 'diff'

/** A run of words within a line, in the order in which one reads both. */
export type Part = { kind: 'same' | 'added' | 'removed'; text: string }

const MOST_EDITS = 400
/** Below that share of kept letters, or beyond so many pieces, a line reads better as replaced. */
const LEAST_KEPT = 0.4
const MOST_PARTS = 40

/** The words that changed between two lines; undefined when the lines have too little in common. */
export function wordsBetween(before: string, after: string): Part[] | undefined {
  if (before.trim() === '' || after.trim() === '') return undefined
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS })
  if (!changes) return undefined
  const kept = changes.reduce((sum, one) => sum + (isSame(one) ? letters(one.value) : 0), 0)
  if (2 * kept < LEAST_KEPT * (letters(before) + letters(after))) return undefined
  const parts = withoutCrumbs(changes.map(one => ({ kind: kindOf(one), text: one.value })))
  return parts.length > MOST_PARTS ? undefined : parts
}

type Change = { added: boolean; removed: boolean }

function isSame({ added, removed }: Change) {
  return !added && !removed
}

function kindOf({ added, removed }: Change): Part['kind'] {
  return added ? 'added' : removed ? 'removed' : 'same'
}

function letters(text: string) {
  return text.replace(/\s/g, '').length
}

/** A space kept between two changed words makes one change of them: « deux mots », and not two pieces. */
function withoutCrumbs(parts: Part[]): Part[] {
  const all: Part[] = []
  let run = { removed: '', added: '' }
  parts.forEach(({ kind, text }, index) => {
    const isCrumb = kind === 'same' && text.trim() === '' && index < parts.length - 1
    const both = isCrumb && run.removed !== '' && run.added !== ''
    if (kind === 'removed' || both) run.removed += text
    if (kind === 'added' || both) run.added += text
    if (kind !== 'same' || both) return
    all.push(...changed(run), { kind, text })
    run = { removed: '', added: '' }
  })
  return oneByOne([...all, ...changed(run)])
}

/** The space that both end with belongs to what follows. */
function changed({ removed, added }: { removed: string; added: string }): Part[] {
  const end = removed.slice(removed.trimEnd().length)
  const shared = added.endsWith(end) ? end : ''
  const without = (text: string) => text.slice(0, text.length - shared.length)
  return [
    { kind: 'removed', text: without(removed) },
    { kind: 'added', text: without(added) },
    { kind: 'same', text: shared },
  ]
}

function oneByOne(parts: Part[]): Part[] {
  const all: Part[] = []
  for (const part of parts.filter(({ text }) => text !== '')) {
    const last = all.at(-1)
    if (last?.kind === part.kind) last.text += part.text
    else all.push({ ...part })
  }
  return all
}
