import { z } from 'zod'
import { PACES } from '../../../models/words/member.ts'
import { THEMES } from '../../platform/content/themes.ts'
import { blankAsMissing, line, list } from '../../platform/http/parse.ts'

export const preferencesForm = z.object({
  themes: list(z.enum(THEMES), THEMES.length).transform(chosen =>
    THEMES.filter(theme => chosen.includes(theme)),
  ),
  pace: z.enum(PACES),
})

export const welcomeForm = preferencesForm.extend({
  space: blankAsMissing(line(120).optional()),
})

export type Preferences = z.output<typeof preferencesForm>
