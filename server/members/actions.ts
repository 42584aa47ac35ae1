import { Readable } from 'node:stream'
import type { z } from 'zod'
import { Member, type MemberDocument } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { Invalid } from '../errors.ts'
import { makeAvatar } from '../files/images.ts'
import { newFileKey } from '../files/store.ts'
import type { ReceivedFile } from '../files/uploads.ts'
import { disconnectMember } from '../realtime/revoke.ts'
import { services } from '../services.ts'
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
  member.set({ name, skills, bio, space: space?._id, photo: newPhoto })
  await member.save()
  if (oldPhoto && oldPhoto !== newPhoto) await services().files.remove(oldPhoto)
}

/** Every other session of the member ends; theirs goes on under the new epoch. */
export async function changePassword(member: MemberDocument, input: z.output<typeof passwordForm>) {
  if (!(await verifyPassword(member.passwordHash, input.currentPassword))) {
    throw new Invalid({ currentPassword: 'invalid.currentPassword' })
  }
  const passwordHash = await hashPassword(input.password)
  await Member.updateOne({ _id: member._id }, { $set: { passwordHash }, $inc: { sessionEpoch: 1 } })
  disconnectMember(String(member._id))
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
