import { z } from 'zod'
import { blankAsMissing } from '../platform/http/parse.ts'

/** What one has for a workshop: machines, time, people, and maybe no Internet. */
const figure = (most: number) =>
  blankAsMissing(z.coerce.number().int().min(0).max(most).optional()).catch(undefined)

export const MOST = { pc: 500, minutes: 10_000, personnes: 5_000 }

export const kitQuery = z.object({
  pc: figure(MOST.pc),
  minutes: figure(MOST.minutes),
  personnes: figure(MOST.personnes),
  horsligne: z
    .string()
    .optional()
    .catch(undefined)
    .transform(value => value === '1' || value === 'on'),
})

export type Kit = z.output<typeof kitQuery>

export const NO_KIT: Kit = {
  pc: undefined,
  minutes: undefined,
  personnes: undefined,
  horsligne: false,
}

/** As the list's address says it. */
export function kitPairs({ pc, minutes, personnes, horsligne }: Kit): [string, string][] {
  const figures = Object.entries({ pc, minutes, personnes })
  return [
    ...figures.flatMap(([name, figure]): [string, string][] =>
      figure === undefined ? [] : [[name, String(figure)]],
    ),
    ...(horsligne ? [['horsligne', '1'] as [string, string]] : []),
  ]
}

/** What can be done with this kit. Of what a resource does not say, only the number of people and of machines is let through. */
export function kitConditions({ pc, minutes, personnes, horsligne }: Kit) {
  return [
    ...(pc === undefined ? [] : [machines(pc)]),
    ...(minutes === undefined ? [] : [{ sortMinutes: { $lte: minutes } }]),
    ...(personnes === undefined ? [] : [atMost('mostPeople', personnes)]),
    ...(horsligne ? [OFFLINE] : []),
  ]
}

const OFFLINE = {
  $or: [{ internet: { $in: ['none', 'useful'] } }, { internet: null, equipment: 'no-computer' }],
}

function machines(pc: number) {
  const enough = { $or: [{ computersNeeded: { $lte: pc } }, { computersNeeded: null }] }
  return pc > 0 ? enough : { equipment: { $ne: 'computers' } }
}

/** A group of « 6 à 8 » takes seven people, and eight, not nine. */
function atMost(field: string, people: number) {
  return { $or: [{ [field]: { $gte: people } }, { [field]: null }] }
}

const EVERYBODY = /\b(par|chaque|each|per|chacun[e]?)\b(?! (binome|deux|2|pair))/
const PAIRS = /\b(binomes?|pairs?|(par|pour|for) (deux|two|2)|(deux|2) personnes)\b/
const COUNT =
  /\b(\d{1,3}|un|une|deux|trois|quatre|cinq|six|huit|dix|a|one|two|three|four|five)\b[^\d]{0,20}?\b(pc|ordis?|ordinateurs?|postes?|portables?|computers?|laptops?)\b/
const MACHINE = /\b(pc|ordis?|ordinateurs?|postes?|portables?|computers?|laptops?)\b/
const NUMBERS: Record<string, number> = {
  ...{ un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, huit: 8, dix: 10 },
  ...{ a: 1, one: 1, two: 2, three: 3, four: 4, five: 5 },
}

/** How many computers a list of materials asks for, if it says so. `folded`: without accents nor case. */
export function computersNeeded(folded: readonly string[], people: number | undefined) {
  const line = folded.find(one => MACHINE.test(one))
  if (!line) return undefined
  if (PAIRS.test(line)) return people && Math.ceil(people / 2)
  if (EVERYBODY.test(line)) return people
  const said = COUNT.exec(line)?.[1]
  return said === undefined ? undefined : (NUMBERS[said] ?? Number(said))
}

/** The largest group: 8 of « 6 à 8 ». */
export function mostPeople(size: number | string | null | undefined): number | undefined {
  if (typeof size === 'number') return size
  const figures = (size ?? '').match(/\d{1,4}/g)?.map(Number)
  return figures ? Math.max(...figures) : undefined
}
