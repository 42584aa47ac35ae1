import type { Request } from 'express'
import type { Types } from 'mongoose'
import type { Language } from '../i18n/index.ts'
import type { Topic } from '../memory.ts'
import type { Viewer, Visitor } from '../who/viewer.ts'
import type { ModerationAct } from './moderation-act.ts'
import type { PersonalData } from './personal-data.ts'
import type { Filter, IndexedDocument } from './searchable.ts'
import type { Id, Thing } from './thing.ts'

/**
 * One kind of content, as its feature describes it. Moderation, search, personal data and news loop over the kinds and name none:
 * a new kind is its own folder, and a line in `server/features.ts` for its feature.
 */
export type Kind = {
  /** Its name in cases, decisions and the audit log: `thread`. */
  name: string
  moderation?: Moderated
  writing?: Writing
  personalData?: PersonalData
  search?: Searched
  /** The latest written for a group, by the name under which its page knows them; whoever asks is in it. */
  ofGroup?: { name: string; latest(reader: GroupReader): Promise<object[]> }
}

export type GroupReader = { viewer: Viewer; audience: string; most: number; language: Language }

/** How members report it and moderators decide about it. */
export type Moderated = {
  /** Below which `…/signalement` stands: `/discussions/:id`. */
  address: string
  /** The thing of this address among what the asking member may see; throws NotFound. */
  find(req: Request): Promise<Thing>
  /** For moderators: whoever may see it or not. Undefined once it is gone for good. */
  read(id: Id): Promise<Thing | undefined>
  /** For whom it was written; those moderators look at it who are among them. Without a word it is the network's. */
  audience(id: Id): Promise<string | null | undefined>
  /** Takes it away from everybody who reads: from pages, lists, counts, search and open sockets. Throws Conflict when it already is. */
  hide?(id: string): Promise<void>
  /** Gives it back as it was. Throws Conflict when it is not hidden. */
  restore?(id: string): Promise<void>
  /** What stands before and after it, for who has to judge it. */
  around?(id: string): Promise<Neighbour[]>
  /** What moderators may do to it beside hiding it. */
  acts?: readonly ModerationAct[]
  /** What the page of its case needs for these acts. */
  casePage?(thing: Thing, language: Language): Promise<object>
  /** What new members write waits for a look: how it is posted then, and where its author finds it meanwhile. */
  submissions?: {
    /** Under this `clientId` it is posted once, however often this is called. Answers its id. */
    post(submission: Submitted, clientId: string): Promise<Types.ObjectId>
    url(place: unknown): string
  }
  /** Records of this kind that wait for a look on their own page, and not as submissions. */
  waiting?: WaitingRecords
}

export type Neighbour = { number: number; author: unknown; excerpt: string; current: boolean }

/** What a new member wrote, as it was kept aside. */
export type Submitted = {
  author: Types.ObjectId
  place?: Types.ObjectId | null | undefined
  title: string
  body: string
  category?: string | null | undefined
  resource?: Types.ObjectId | null | undefined
}

export type WaitingRecords = {
  /** Of which memory topic they are: counts are kept until one of them changes. */
  topic: Topic
  /** Others' that this moderator may see, oldest first. */
  list(viewer: Viewer, limit: number): Promise<WaitingRecord[]>
  count(viewer: Viewer): Promise<number>
  /** The one of this id, if it waits. */
  find(id: string): Promise<{ thing: Thing; audience: string } | undefined>
  /** Everybody reads it now. Throws Conflict when it was answered already. */
  accept(id: string): Promise<Thing>
}

export type WaitingRecord = {
  id: string
  url: string
  author: unknown
  title: string
  body: string
  createdAt: Date
  updatedAt: Date
}

/** How much somebody has written of it. */
export type Writing = {
  /** Whether anything of theirs is there, hidden or taken back too. */
  any(author: Id): Promise<unknown>
  /** How many of theirs stand for others to read, counted up to `most`; left out where they make nobody known. */
  standing?(author: Id, most: number): Promise<number>
  /** How much of it this reader may see of them, under the name that profiles give it. */
  figure?: {
    name: string
    count(author: Types.ObjectId, viewer: Viewer | Visitor): Promise<number>
  }
}

/** How the search reads it and shows it. */
export type Searched = {
  /** Its collection's name: documents of the index are named `threads:ID`, and a write to the collection is read again. */
  index: string
  /** Where it stands among the kinds; what hangs on others comes after them, at the same place. */
  place: number
  /** Records as the index wants them, one after the other; `ids` for some of them alone. */
  read(ids?: readonly string[]): AsyncIterable<IndexedDocument>
  /** Of its documents, those that this reader may see; undefined for none. Left out where the documents are only told of by others. */
  scope?(viewer: Viewer | Visitor): Filter | undefined
  /** The records of these ids that this reader may see now, as a list of results shows them. */
  hits?(viewer: Viewer | Visitor, ids: string[], language: Language): Promise<FoundRecord[]>
  /** The kind that its results are listed under, itself by default. */
  under?: string
  /** Its tab: its word in addresses, and how its results look. */
  tab?: { word: string; icon: string; tone: string }
  /** A list of its own with choices, which one may save as a search. */
  list?: SavedList
}

/**
 * A record that the index named, as its feature tells it to a reader; what they may not see (any more) is not among them. `texts` are
 * where the words may be, in the order in which one would show them.
 */
export type FoundRecord = {
  id: string
  url: string
  title: string
  meta: string
  texts: string[]
  /** Those attached to it, each with its address. */
  files?: readonly FoundFile[]
}

export type FoundFile = { key: string; name: string; url: string }

/** The choices of a list, as a saved search keeps them: the query of its address. */
export type SavedList = {
  /** One writing of the same choices, whoever wrote them and in whichever order; empty for no choice at all. */
  kept(query: string): string
  /** The words among the choices. */
  words(query: string): string
  url(query: string): string
  /** Everything that it asks, in words: « imprimer », « Débutants », « 1 h au plus ». */
  said(query: string, language: Language): string[]
  /** The same as conditions on the facts of the index. */
  conditions(query: string): Filter[]
}
