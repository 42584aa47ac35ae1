import { Member } from '../../../../models/member.ts'
import { Invalid } from '../../../platform/errors.ts'
import { forgive, spend } from '../../../platform/who/limits.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { verifyPassword } from '../passwords.ts'

/** Whoever sits at an open session must still know the password to change how one signs in. */
export async function checkOwnPassword({ id }: Viewer, password: string) {
  await spend('ownPassword', id)
  const member = await Member.findById(id, 'passwordHash').lean()
  if (!(await verifyPassword(member?.passwordHash, password)))
    throw new Invalid({ currentPassword: 'invalid.currentPassword' })
  await forgive('ownPassword', id)
}
