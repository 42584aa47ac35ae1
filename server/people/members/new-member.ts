import { Member, type MemberRecord } from '../../../models/member.ts'
import { createWithSlug } from '../../platform/content/slugs.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Invalid } from '../../platform/errors.ts'
import { isBanned } from './bans.ts'
import { consentNow } from './consents.ts'

type Needed = Pick<MemberRecord, 'name' | 'email' | 'role' | 'state' | 'passwordHash'>
type Optional = Pick<
  MemberRecord,
  | 'space'
  | 'spaceClaimed'
  | 'introduction'
  | 'language'
  | 'toWelcome'
  | 'invitation'
  | 'confirmBy'
  | 'approvedAt'
>
export type NewMember = Needed & { [Field in keyof Optional]?: Optional[Field] | undefined }

/** A new account. An excluded address is told from a taken one by nothing: both are Invalid alike. */
export async function addMember(fields: NewMember) {
  if (await isBanned(fields.email)) throw new Invalid({ email: 'invalid.emailTaken' })
  const consents = [await consentNow()]
  return createWithSlug(Member, fields.name, async slug => {
    try {
      return await new Member({ ...fields, slug, consents }).save()
    } catch (failure) {
      if (isDuplicate(failure, 'email') && (await Member.exists({ email: fields.email })))
        throw new Invalid({ email: 'invalid.emailTaken' })
      throw failure
    }
  })
}
