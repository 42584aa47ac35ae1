import { join } from 'node:path'
import { Types } from 'mongoose'
import { Group } from '../../models/group.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { contentOf } from '../library/content.ts'
import { checkDay } from '../library/due.ts'
import { addRevision } from '../library/revisions.ts'
import { dropFiles, keepFiles } from '../platform/attachments/keep.ts'
import { groupSlugOf } from '../platform/who/audience.ts'
import { bringCollection, collectionFile } from './collections.ts'
import { libraryEntries } from './export.ts'
import { ImportError, readFolder } from './files.ts'
import { idOfPerson } from './people.ts'
import { type Read, readResource, slugsIn } from './read.ts'

export type ImportedLibrary = {
  /** Slugs of what was not there before, of what was there as it is, and of what is there otherwise and stayed. */
  added: string[]
  same: string[]
  kept: string[]
}

/**
 * Brings in the library that a folder holds (see `libraryEntries`). Everything is read and checked before
 * anything is written; what is there already stays as it is, so that an import that was cut can be done
 * again. Throws ImportError, which names the file.
 */
export async function importLibrary(folder: string): Promise<ImportedLibrary> {
  const slugs = await slugsIn(folder)
  // Read twice rather than held: a library may be larger than the memory.
  for (const slug of slugs) {
    const { input } = await readResource(folder, slug)
    await checkGroup(`resources/${slug}/index.md`, input.audience)
  }
  const collections = await readFolder(join(folder, 'collections'), '.yaml', collectionFile)
  for (const { slug, audience } of collections)
    await checkGroup(`collections/${slug}.yaml`, audience)
  const done: ImportedLibrary = { added: [], same: [], kept: [] }
  for (const slug of slugs) {
    const fate = await bringIn(await readResource(folder, slug))
    done[fate].push(slug)
  }
  for (const { slug, ...file } of collections) await bringCollection(slug, file)
  return done
}

/** What is a group's never comes in for more people than it was made for. */
async function checkGroup(path: string, audience: string) {
  const group = groupSlugOf(audience)
  if (group && !(await Group.exists({ slug: group })))
    throw new ImportError(`${path}: there is no group "${group}" here`)
}

async function bringIn(read: Read): Promise<keyof ImportedLibrary> {
  const there = await Resource.findOne({ slug: read.slug }).lean<ResourceRecord>()
  const other = there ? null : await Resource.exists({ _id: read.facts.id })
  // The same resource under another address: it was renamed here, or comes from a copy of this hub.
  if (other) return 'kept'
  if (there && (await textOf(read.slug)) !== read.text) return 'kept'
  const _id = there?._id ?? (await add(read))
  await addRevisions(_id, read)
  return there ? 'same' : 'added'
}

async function textOf(slug: string) {
  for await (const entry of libraryEntries({ filter: { slug } }))
    if (entry.path.endsWith('/index.md') && 'text' in entry) return entry.text
  return undefined
}

async function add({ slug, input, facts, files }: Read): Promise<Types.ObjectId> {
  const { id, author, editor, adaptedFrom, files: named, ...life } = facts
  const attachments = await keepFiles(files)
  try {
    const made = await Resource.create({
      ...contentOf(input),
      ...life,
      checkOn: checkDay({ ...input, ...life }),
      ...{ _id: new Types.ObjectId(id), slug },
      adaptedFrom: adaptedFrom && (await originOf(adaptedFrom)),
      author: author ? await idOfPerson(author) : new Types.ObjectId(),
      editor: editor && (await idOfPerson(editor)),
      // Texts lead to files by their id.
      attachments: attachments.map((one, n) => ({ ...one, _id: new Types.ObjectId(named[n]?.id) })),
    })
    return made._id
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

async function originOf({ ancestors, ...origin }: NonNullable<Read['facts']['adaptedFrom']>) {
  const known = ancestors.map(async ({ author, ...one }) => ({
    ...one,
    author: author && (await idOfPerson(author)),
  }))
  return { ...origin, ancestors: await Promise.all(known) }
}

async function addRevisions(resource: Types.ObjectId, { revisions }: Read) {
  for (const { input, facts } of revisions) {
    const { editor, version, ...saved } = facts
    await addRevision({
      ...contentOf(input),
      ...saved,
      editor: editor && (await idOfPerson(editor)),
      ...{ resource, version },
    })
  }
}
