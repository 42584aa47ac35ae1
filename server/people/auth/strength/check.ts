import { Invalid } from '../../../platform/errors.ts'
import { networkSettings } from '../../../platform/network/settings.ts'
import { bare } from './bare.ts'
import { judgePassword } from './judging.ts'

/** Whose password it will be: what an acquaintance would try first. */
type Owner = Partial<Record<'name' | 'email' | 'space', string | undefined>>

/**
 * Refuses a password that would be guessed soon, with the reason and what to do instead. Throws Invalid
 * on the field `password`.
 */
export async function checkNewPassword(password: string, owner: Owner) {
  const { name, region } = await networkSettings()
  const personal = [owner.name, owner.email, owner.space, name, region].flatMap(wordsOf)
  const weakness = await judgePassword({
    password: password.normalize('NFC'),
    personal: [...new Set(personal)],
  })
  if (weakness) throw new Invalid({ password: `security.weak.${weakness}` })
}

/** « Nolwenn Le Goff » is guessed whole, word by word, and without its accents. */
function wordsOf(text = '') {
  const lower = text.toLowerCase()
  const plain = bare(text)
  return [lower, plain, ...lower.split(/[^\p{L}\d]+/u), ...plain.split(/[^\p{L}\d]+/u)].filter(
    word => word.length >= 3,
  )
}
