import { Readable } from 'node:stream'
import type { z } from 'zod'
import { Member, type MemberDocument, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { Invalid } from '../../platform/errors.ts'
import { makeAvatar } from '../../platform/files/images.ts'
import { newFileKey } from '../../platform/files/store.ts'
import type { ReceivedFile } from '../../platform/files/uploads.ts'
import { recheckMembers } from '../../platform/realtime/revoke.ts'
import { services } from '../../platform/services.ts'
import { isCoordinator } from '../../platform/who/viewer.ts'
import { closeAfterPassword, endingSessions } from '../auth/after-password.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { checkNewPassword } from '../auth/strength/check.ts'
import { helpKeys } from '../members/help.ts'
import { presentViewer } from '../members/presenter.ts'
import type { accountForm, passwordForm } from './forms.ts'

export async function changeAccount(
  member: MemberDocument,
  input: z.output<typeof accountForm>,
  photo: ReceivedFile | undefined,
) {
  const space = input.space ? await Space.exists({ slug: input.space }) : null
  if (input.space && !space) throw new Invalid({ space: 'invalid.unknownSpace' })
  const { name, skills, bio } = input
  const oldPhoto = member.photo
  const newPhoto = photo ? await keepPhoto(photo) : input.removePhoto ? undefined : oldPhoto
  const spaceClaimed = claims(member, space?._id)
  member.set({ name, skills, bio, space: space?._id, spaceClaimed, photo: newPhoto })
  if (member.help) member.set('help.keys', helpKeys(member.help.themes, skills))
  await member.save()
  // Whoever leaves a space leaves its territory's group.
  await recheckMembers([member.id])
  if (oldPhoto && oldPhoto !== newPhoto) await services().files.remove(oldPhoto)
}

/** Nobody gives themselves a space to run: the coordination agrees first. */
export function claims(member: MemberDocument, space: MemberRecord['space']) {
  if (!space || isCoordinator(presentViewer(member))) return undefined
  return String(space) === String(member.space) ? member.spaceClaimed : true
}

/** Every other session of the member ends, unless told otherwise; theirs goes on under the new epoch. */
export async function changePassword(member: MemberDocument, input: z.output<typeof passwordForm>) {
  if (!(await verifyPassword(member.passwordHash, input.currentPassword))) {
    throw new Invalid({ currentPassword: 'invalid.currentPassword' })
  }
  await checkNewPassword(input.password, { name: member.name, email: member.email })
  const passwordHash = await hashPassword(input.password)
  const change = { $set: { passwordHash }, ...endingSessions(input) }
  await Member.updateOne({ _id: member._id }, change)
  await closeAfterPassword({ id: member.id, name: member.name }, 'access.passwordChanged', input)
}

async function keepPhoto(photo: ReceivedFile) {
  const image = await readAvatar(photo)
  const key = newFileKey()
  await services().files.put(key, Readable.from(image))
  return key
}

async function readAvatar(photo: ReceivedFile) {
  try {
    return await makeAvatar(photo.path)
  } catch {
    throw new Invalid({ files: 'invalid.photo' })
  }
}
