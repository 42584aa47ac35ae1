import { Preview } from '../../../../models/preview.ts'
import { services } from '../../services.ts'

/** The files of these keys are gone: so is what they looked like. */
export async function dropPreviews(files: readonly string[]) {
  if (files.length === 0) return
  const found = await Preview.find({ file: { $in: [...files] } }, 'images').lean()
  if (found.length === 0) return
  await Preview.deleteMany({ file: { $in: [...files] } })
  const keys = found.flatMap(({ images }) => images.map(({ key }) => key))
  await Promise.all(keys.map(key => services().files.remove(key)))
}
