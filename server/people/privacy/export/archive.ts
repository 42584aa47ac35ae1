import { Readable } from 'node:stream'
import { Member, type MemberRecord } from '../../../../models/member.ts'
import { personalData } from '../../../platform/content/held-data.ts'
import { Archive } from '../../../platform/files/archive.ts'
import type { Language } from '../../../platform/i18n/index.ts'
import { translator } from '../../../platform/i18n/index.ts'
import { services } from '../../../platform/services.ts'
import { jsonArray } from './json.ts'
import { markdown } from './texts.ts'

type Owner = Pick<MemberRecord, '_id' | 'photo'>

/**
 * Everything of one member as a ZIP, written while it is read: one record, one piece of one file is in
 * memory at a time.
 */
export async function archiveOf(owner: Owner, language: Language): Promise<Readable> {
  const archive = new Archive()
  const t = translator(language)
  const { baseUrl } = services()
  archive.add('LISEZMOI.txt', async () => Readable.from([t('privacy.export.readme')]))
  archive.add('donnees/profil.json', async () => Readable.from([await profile(owner)]))
  const held = personalData()
  for (const [name, rows] of held.flatMap(({ records = {} }) => Object.entries(records)))
    archive.add(`donnees/${name}.json`, async () => Readable.from(jsonArray(rows(owner._id))))
  for (const [name, texts] of held.flatMap(({ texts = {} }) => Object.entries(texts))) {
    const title = t(`privacy.export.texts.${name}`)
    const read = () => markdown(title, texts(owner._id, baseUrl))
    archive.add(`textes/${name}.md`, async () => Readable.from(read()))
  }
  if (owner.photo) await archive.addStored('photo.webp', owner.photo)
  for (const { files } of held)
    for await (const { key, path } of files?.(owner._id) ?? []) await archive.addStored(path, key)
  return archive.end()
}

/** Without what proves a secret, which would be of use to a thief only. */
async function profile({ _id }: Owner) {
  const inner = '-__v -passwordHash -sessionEpoch -reset -mail.key'
  return `${JSON.stringify(await Member.findById(_id, inner).lean(), null, 2)}\n`
}
