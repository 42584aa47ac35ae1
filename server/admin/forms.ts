import { z } from 'zod'
import { ROLES } from '../../models/words/member.ts'
import { blankAsMissing, line, requiredLine } from '../platform/http/parse.ts'

const colour = blankAsMissing(
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
).transform(value => value?.toLowerCase() ?? '')

const ticked = z
  .union([z.boolean(), z.stringbool()])
  .optional()
  .transform(value => value ?? false)

export const settingsForm = z
  .object({
    name: requiredLine(60),
    tagline: line(160).default(''),
    region: line(60).default(''),
    act: colour,
    bar: colour,
    volunteersAtOnce: ticked,
    adminsNeedSecondFactor: ticked,
  })
  .superRefine((settings, context) => {
    for (const field of ['act', 'bar'] as const) {
      if (settings[field] && contrastWithWhite(settings[field]) < 4.5) {
        context.addIssue({ code: 'custom', path: [field], message: 'invalid.tooPale' })
      }
    }
  })

/** The space that the coordinator read beside the name. */
export const claimForm = z.object({ space: requiredLine(120) })

export const roleForm = z.object({ role: z.enum(ROLES) })

/** WCAG 2.2 contrast of white text on this ground: buttons and the top bar must stay readable. */
export function contrastWithWhite(hex: string) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16)),
  )
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

function linear(channel: number) {
  const value = channel / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
