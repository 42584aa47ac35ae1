import { Readable } from 'node:stream'
import { Invalid } from '../../platform/errors.ts'
import { makePhoto, NotAnImage } from '../../platform/files/images.ts'
import { newFileKey } from '../../platform/files/store.ts'
import type { ReceivedFile } from '../../platform/files/uploads.ts'
import { services } from '../../platform/services.ts'
import type { RunInput } from './forms.ts'

/** The photo of a form, put into the store; undefined when there is none. */
export async function keepPhoto(file: ReceivedFile | undefined, input: RunInput) {
  if (!file) return undefined
  check(file, input)
  const { bytes, width, height } = await readable(file.path)
  const key = newFileKey()
  await services().files.put(key, Readable.from([bytes]))
  return { key, alt: input.photoAlt, width, height }
}

export async function dropPhoto(photo: { key: string } | null | undefined) {
  if (photo) await services().files.remove(photo.key)
}

function check({ kind }: ReceivedFile, { photoAlt, photoConsent }: RunInput) {
  if (kind !== 'image') throw new Invalid({ files: 'invalid.photo' })
  const missing = {
    ...(photoAlt ? {} : { photoAlt: 'runs.altNeeded' }),
    ...(photoConsent ? {} : { photoConsent: 'runs.consentNeeded' }),
  }
  if (Object.keys(missing).length > 0) throw new Invalid(missing)
}

async function readable(path: string) {
  try {
    return await makePhoto(path)
  } catch (failure) {
    throw failure instanceof NotAnImage ? new Invalid({ files: 'invalid.photo' }) : failure
  }
}
