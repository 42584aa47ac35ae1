import type { Types } from 'mongoose'
import { features } from '../features/feature.ts'
import type { Kind, Moderated, Searched } from './kind.ts'
import type { Id, Thing } from './thing.ts'

/** Every kind of content, in the order of the features. */
export function kinds(): Kind[] {
  return features().flatMap(({ kinds = [] }) => kinds)
}

export type ModeratedKind = { name: string } & Moderated

/** Those that members may report. */
export function moderatedKinds(): ModeratedKind[] {
  return kinds().flatMap(({ name, moderation }) => (moderation ? [{ name, ...moderation }] : []))
}

/** Undefined for a kind whose feature is no more. */
export function moderatedKind(name: string): ModeratedKind | undefined {
  return moderatedKinds().find(kind => kind.name === name)
}

/** For moderators: whoever may see it or not. Undefined once it is gone for good. */
export async function thingOf(kind: string, id: Id): Promise<Thing | undefined> {
  return moderatedKind(kind)?.read(id)
}

/** For whom a thing was written: those moderators look at it who are among them. */
export async function audienceOfThing({ kind, id }: { kind: string; id: Id }) {
  return (await moderatedKind(kind)?.audience(id)) ?? 'network'
}

/** Those that the search knows, in the order in which it reads and lists them: parents before what hangs on them. */
export function searchedKinds(): Searched[] {
  return kinds()
    .flatMap(({ search }) => (search ? [search] : []))
    .sort((a, b) => a.place - b.place)
}

/** Those with a tab of their own. */
export function listedKinds(): (Searched & { tab: NonNullable<Searched['tab']> })[] {
  return searchedKinds().flatMap(kind => (kind.tab ? [{ ...kind, tab: kind.tab }] : []))
}

/** A record of this kind is gone for good: what other features keep about it speaks of nothing any more. */
export async function removeAbout(kind: string, id: Types.ObjectId) {
  for (const feature of features()) await feature.removeAbout?.[kind]?.(id)
}
