import type { Request } from 'express'
import type { facetsOf } from './facets.ts'

type Facets = Awaited<ReturnType<typeof facetsOf>>
type Choice = Facets['publics'][number]

const FIRST = 4
/** The families that may be long, by their name in the address. */
const LONG = { public: 'publics', materiel: 'equipment', theme: 'themes' } as const

/** The first choices of each family and those that are ticked; `choix=theme` asks for all of one. */
export function firstChoices(req: Request, facets: Facets) {
  const more: Record<string, boolean> = {}
  const shown = { ...facets, internet: offered(facets.internet) }
  for (const [name, family] of Object.entries(LONG)) {
    const first = name === req.query.choix ? facets[family] : firstOf(facets[family])
    more[name] = first.length < facets[family].length
    shown[family] = first
  }
  return { facets: shown, more }
}

/** A family that nothing in the list speaks of is no choice. */
function offered(choices: Choice[]) {
  return choices.some(({ empty }) => !empty) ? choices : []
}

/** One more than the first costs no more than the button that would lead to it. */
function firstOf(choices: Choice[]) {
  if (choices.length <= FIRST + 1) return choices
  const most = [...choices].sort((a, b) => b.total - a.total).slice(0, FIRST)
  return choices.filter(choice => choice.checked || most.includes(choice))
}
