import { Types } from 'mongoose'
import { Group } from '../../../models/group.ts'
import { Resource, type ResourceRecord } from '../../../models/resource.ts'
import { Revision } from '../../../models/revision.ts'
import { dropFiles, keepFiles } from '../../attachments/keep.ts'
import { groupSlugOf } from '../../groups/audience.ts'
import { ImportError } from '../../import/files.ts'
import { contentOf } from '../content.ts'
import { libraryEntries } from './export.ts'
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
  for (const slug of slugs) await checkAudience(await readResource(folder, slug))
  const done: ImportedLibrary = { added: [], same: [], kept: [] }
  for (const slug of slugs) {
    const fate = await bringIn(await readResource(folder, slug))
    done[fate].push(slug)
  }
  return done
}

/** A group's resource never comes in for more people than it was written for. */
async function checkAudience({ slug, input }: Read) {
  const group = groupSlugOf(input.audience)
  if (group && !(await Group.exists({ slug: group })))
    throw new ImportError(`resources/${slug}/index.md: there is no group "${group}" here`)
}

async function bringIn(read: Read): Promise<keyof ImportedLibrary> {
  const there = await Resource.findOne({ slug: read.slug }).lean<ResourceRecord>()
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
  const { author, editor, files: named, ...life } = facts
  const attachments = await keepFiles(files)
  try {
    const made = await Resource.create({
      ...contentOf(input),
      ...life,
      slug,
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

async function addRevisions(resource: Types.ObjectId, { revisions }: Read) {
  for (const { input, facts } of revisions) {
    const { editor, version, ...saved } = facts
    const $setOnInsert = {
      ...contentOf(input),
      ...saved,
      editor: editor && (await idOfPerson(editor)),
    }
    await Revision.updateOne({ resource, version }, { $setOnInsert }, { upsert: true })
  }
}
