import { ObjectId } from 'bson'

/** What both sides hold: some 400 bytes of BSON, three indexes, fifty kinds. */
export interface Sheet {
  _id: ObjectId
  n: number
  kind: string
  at: Date
  tags: string[]
  title: string
  body: string
  views: number
}

export const KINDS = 50
export const PAGE = 20

export function sheet(n: number): Sheet {
  return {
    _id: new ObjectId(),
    n,
    kind: `kind-${n % KINDS}`,
    at: new Date(1.2e12 + ((n * 7919) % 1_000_003) * 1000),
    tags: [`theme-${n % 100}`, `public-${n % 7}`],
    title: `Une fiche d’animation, numéro ${n}`,
    body: 'Préparer la salle, brancher les postes. '.repeat(6),
    views: 0,
  }
}

export function sheets(from: number, count: number): Sheet[] {
  return Array.from({ length: count }, (_, i) => sheet(from + i))
}
