import { join } from 'node:path'
import { Member } from '../../models/member.ts'
import { forgetAll } from '../platform/memory.ts'
import { borrowFrom } from '../portable/attached.ts'
import { readCsv, readFolder, readYaml } from '../portable/files.ts'
import { importCollection, importGroup } from './collections.ts'
import { importGiven } from './given.ts'
import { importMembers } from './members.ts'
import { importNetwork, importSpaces } from './network.ts'
import {
  collectionFile,
  gatheringFile,
  givenFile,
  groupFile,
  memberRow,
  networkFile,
  resourceFile,
  roomFile,
  spaceRow,
  threadFile,
} from './shapes.ts'
import { importGathering, importResource, importRoom, importThread } from './writings.ts'

type Options = {
  /** Passwords by e-mail address; who has none here asks for a new one. */
  passwords?: Record<string, string>
  now?: Date
}

export type Imported = Record<
  'spaces' | 'members' | 'resources' | 'gatherings' | 'threads' | 'rooms',
  number
>

/**
 * Fills an empty store with the network that a folder describes (see demo/README.md). All files are
 * read and checked before anything is written. Throws ImportError, which names the file.
 */
export async function importFolder(folder: string, options: Options = {}): Promise<Imported> {
  const { passwords = {}, now = new Date() } = options
  const files = await readNetwork(folder)
  await importNetwork(files.network)
  const spaces = await importSpaces(files.spaces)
  const authors = await importMembers(files.members, spaces, passwords, now)
  const around = { authors, now, borrow: borrowFrom(join(folder, 'files')) }
  await inTurn(files.groups, file => importGroup(file, around))
  await inTurn(files.resources, file => importResource(file, around))
  await inTurn(files.given, file => importGiven(file, around))
  await inTurn(files.collections, file => importCollection(file, around))
  await inTurn(files.gatherings, file => importGathering(file, around))
  await Promise.all(files.threads.map(file => importThread(file, around)))
  await Promise.all(files.rooms.map((file, order) => importRoom(file, order, around)))
  forgetAll()
  const { network: _, given: __, groups: ___, collections: ____, ...lists } = files
  return mapValues(lists, list => list.length)
}

export async function isEmpty() {
  return (await Member.exists({})) === null
}

async function readNetwork(folder: string) {
  const network = await readYaml(join(folder, 'network.yaml'), networkFile)
  const [spaces, members, resources, given, gatherings, threads, rooms, groups, collections] =
    await Promise.all([
      readCsv(join(folder, 'spaces.csv'), spaceRow),
      readCsv(join(folder, 'members.csv'), memberRow),
      readFolder(join(folder, 'resources'), '.md', resourceFile),
      readFolder(join(folder, 'given'), '.yaml', givenFile),
      readFolder(join(folder, 'gatherings'), '.yaml', gatheringFile),
      readFolder(join(folder, 'discussions'), '.yaml', threadFile),
      readFolder(join(folder, 'rooms'), '.yaml', roomFile),
      readFolder(join(folder, 'groups'), '.yaml', groupFile),
      readFolder(join(folder, 'collections'), '.yaml', collectionFile),
    ])
  return {
    ...{ network, spaces, members, resources, given },
    ...{ gatherings, threads, rooms, groups, collections },
  }
}

async function inTurn<T>(items: T[], work: (item: T) => Promise<void>) {
  for (const item of items) await work(item)
}

function mapValues<K extends string, V, R>(
  record: Record<K, V>,
  change: (value: V) => R,
): Record<K, R> {
  const entries = Object.entries(record) as [K, V][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<K, R>
}
