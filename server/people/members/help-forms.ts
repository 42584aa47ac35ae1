import { z } from 'zod'
import { DAYS, MOMENTS } from '../../../models/words/member.ts'
import { THEMES } from '../../platform/content/themes.ts'
import { blankAsMissing, line, list } from '../../platform/http/parse.ts'
import { skills } from './forms.ts'

const ticked = z
  .union([z.boolean(), z.stringbool()])
  .optional()
  .transform(value => value ?? false)

const time = z.string().regex(new RegExp(`^(${DAYS.join('|')})-(${MOMENTS.join('|')})$`))

const kilometres = z.preprocess(
  value => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value),
  z.int().min(1).max(200),
)

export const helpForm = z.object({
  found: ticked,
  themes: list(z.enum(THEMES), THEMES.length),
  skills,
  times: list(time, 21),
  near: blankAsMissing(line(120).optional()),
  radiusKm: blankAsMissing(kilometres.default(20)),
})

export type HelpInput = z.output<typeof helpForm>

/** As French addresses say it; `lundi` or `mo`. */
const DAY_WORDS: Record<string, (typeof DAYS)[number]> = {
  ...{ lundi: 'mo', mardi: 'tu', mercredi: 'we', jeudi: 'th' },
  ...{ vendredi: 'fr', samedi: 'sa', dimanche: 'su' },
}

export const finderQuery = z.object({
  /** Words of a name, a skill or a presentation. */
  q: line(80).catch('').default(''),
  role: z.enum(['volunteer', 'animateur', 'coordinator', 'admin']).optional().catch(undefined),
  competence: line(60).catch('').default(''),
  jour: z
    .preprocess(word => DAY_WORDS[String(word)] ?? word, z.enum(DAYS).optional())
    .catch(undefined),
  rayon: blankAsMissing(kilometres.optional()).catch(undefined),
  lieu: blankAsMissing(line(120).optional()).catch(undefined),
})

export type Wanted = z.output<typeof finderQuery>

export function asksForHelp({ competence, jour, rayon, lieu }: Wanted) {
  return Boolean(competence || jour || rayon || lieu)
}
