import { z } from 'zod'
import { SPACE_KINDS } from '../../models/words/space.ts'
import {
  blankAsMissing,
  line,
  list,
  pageQuery,
  requiredLine,
  text,
} from '../platform/http/parse.ts'
import { readHours, writeHours } from './hours.ts'
import { kindOf } from './kind-words.ts'

const someLine = (max: number) => blankAsMissing(line(max).default(''))

const ticked = blankAsMissing(
  z
    .union([z.boolean(), z.stringbool()])
    .optional()
    .transform(value => value ?? false),
)

const degrees = (most: number) =>
  z.preprocess(value => {
    if (value === '' || value === null) return undefined
    return typeof value === 'string' ? Number(value.trim().replace(',', '.')) : value
  }, z.number().min(-most).max(most).optional())

/** Ticked ones, and others separated by commas. */
const services = z.preprocess(
  value =>
    [value ?? []]
      .flat()
      .flatMap(one => (typeof one === 'string' ? one.split(/[,|\n]/) : [one]))
      .filter(one => typeof one !== 'string' || one.trim() !== ''),
  z
    .array(line(60))
    .max(40)
    .transform(all => [...new Set(all)]),
)

/** A form that leaves it empty says that nobody knows. */
const computers = z.preprocess(
  value => (value === '' || value === undefined ? null : value),
  z.coerce.number().int().min(0).max(500).nullable(),
)

/** In one writing when the hub understands them, as they are otherwise. */
const openingHours = blankAsMissing(text(300).default('')).transform(hours => {
  const week = readHours(hours)
  return week ? writeHours(week) : hours
})

const website = blankAsMissing(
  line(300).refine(isWebAddress, { message: 'invalid.website' }).default(''),
)

export const spaceForm = z
  .object({
    name: blankAsMissing(requiredLine(120)),
    kind: blankAsMissing(line(60).default('epn')).transform(kindOf),
    description: blankAsMissing(text(5000).default('')),
    address: someLine(240),
    postcode: someLine(12),
    commune: blankAsMissing(requiredLine(120)),
    latitude: degrees(90),
    longitude: degrees(180),
    territory: someLine(120),
    lead: ticked,
    labelled: ticked,
    services,
    computers,
    openingHours,
    phone: someLine(40),
    email: blankAsMissing(z.union([z.literal(''), z.email().max(160)]).default('')),
    website,
  })
  .superRefine((space, context) => {
    if ((space.latitude === undefined) === (space.longitude === undefined)) return
    const missing = space.latitude === undefined ? 'latitude' : 'longitude'
    context.addIssue({ code: 'custom', path: [missing], message: 'invalid.bothCoordinates' })
  })

export type SpaceInput = z.output<typeof spaceForm>

const short = line(80).catch('')

export const spacesQuery = pageQuery.extend({
  q: short.default(''),
  type: z.enum(SPACE_KINDS).optional().catch(undefined),
  territoire: short.default(''),
  service: list(line(60), 20).catch([]),
  ouvert: z.string().optional().catch(undefined),
  label: z.string().optional().catch(undefined),
})

export type SpacesQuery = z.output<typeof spacesQuery>

function isWebAddress(address: string) {
  return address === '' || (/^https?:\/\//i.test(address) && URL.canParse(address))
}
