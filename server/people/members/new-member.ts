import { Member, type MemberRecord } from '../../../models/member.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { Invalid } from '../../platform/errors.ts'
import { freeSlug } from '../../platform/http/slugs.ts'
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
  const slug = await freeSlug(fields.name, slug => Member.exists({ slug }))
  try {
    return await new Member({ ...fields, slug, consents: [await consentNow()] }).save()
  } catch (failure) {
    if (isDuplicate(failure, 'email') && (await Member.exists({ email: fields.email })))
      throw new Invalid({ email: 'invalid.emailTaken' })
    // Somebody of the same name at the same moment: the next number is free.
    if (isDuplicate(failure, 'slug')) return addMember(fields)
    throw failure
  }
}
