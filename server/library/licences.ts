/** Why nobody may adapt something without its author's agreement. */
export type Refusal = 'noDerivatives' | 'allRights' | 'unknown'

export type Terms =
  | { may: false; why: Refusal }
  | {
      may: true
      /** What the copy may be shared under; undefined: whatever one likes. */
      licences: readonly string[] | undefined
      /** What the copy must carry besides. */
      carries: readonly Duty[]
    }

/** To say who wrote it, to share under the same licence, not to sell, to name the day of the source. */
export type Duty = 'credit' | 'shareAlike' | 'nonCommercial' | 'sourceDate' | 'agreement'

export const RESERVED = 'All rights reserved'
const FREE = ['CC BY-SA 4.0', 'CC BY 4.0']

/** What a licence, as `licenceOf` spells it, asks of who adapts; `agreed` when the author said yes. */
export function termsOf(licence: string, { agreed = false } = {}): Terms {
  const terms = ofTheLicence(licence)
  if (terms.may || !agreed) return terms
  // A yes to an adaptation is no yes to whatever others would make of it.
  const licences = terms.why === 'noDerivatives' ? [licence, RESERVED] : [RESERVED]
  return { may: true, licences, carries: ['credit', 'agreement'] }
}

function ofTheLicence(licence: string): Terms {
  if (licence === 'CC0 1.0') return { may: true, licences: undefined, carries: [] }
  if (licence === 'Licence Ouverte 2.0')
    return { may: true, licences: [licence, ...FREE], carries: ['credit', 'sourceDate'] }
  if (licence === RESERVED) return { may: false, why: 'allRights' }
  const [, words, version = '4.0'] = /^CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)$/.exec(licence) ?? []
  switch (words) {
    case 'BY':
      return { may: true, licences: unique([...FREE, licence, ...NOT_SOLD]), carries: ['credit'] }
    case 'BY-SA':
    case 'BY-NC-SA':
      return { may: true, licences: sameOrLater(words, version), carries: sameDuties(words) }
    case 'BY-NC':
      return { may: true, licences: [...NOT_SOLD], carries: ['credit', 'nonCommercial'] }
    case 'BY-ND':
    case 'BY-NC-ND':
      return { may: false, why: 'noDerivatives' }
    default:
      return { may: false, why: 'unknown' }
  }
}

const NOT_SOLD = ['CC BY-NC-SA 4.0', 'CC BY-NC 4.0']

/** « Partage dans les mêmes conditions » allows the same licence, or a later version of it. */
function sameOrLater(words: string, version: string) {
  return unique([`CC ${words} 4.0`, `CC ${words} ${version}`])
}

function sameDuties(words: string): Duty[] {
  return words === 'BY-SA' ? ['credit', 'shareAlike'] : ['credit', 'shareAlike', 'nonCommercial']
}

function unique(licences: readonly string[]) {
  return [...new Set(licences)]
}

/** The terms of a work that is made of several: each has its say. */
export function together(all: readonly Terms[]): Terms {
  return all.reduce(both, { may: true, licences: undefined, carries: [] })
}

function both(one: Terms, other: Terms): Terms {
  if (!one.may) return one
  if (!other.may) return other
  const carries = [...new Set([...one.carries, ...other.carries])]
  const licences = shared(one.licences, other.licences)
  return licences?.length === 0 ? { may: false, why: 'unknown' } : { may: true, licences, carries }
}

function shared(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  if (!one || !other) return one ?? other
  return one.filter(licence => other.includes(licence))
}

export function allows(terms: Terms, licence: string) {
  return terms.may && (terms.licences?.includes(licence) ?? true)
}
