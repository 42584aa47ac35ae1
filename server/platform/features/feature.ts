import type { Router } from 'express'
import type { Types } from 'mongoose'
import type { Config } from '../config.ts'
import type { Kind } from '../content/kind.ts'
import type { NewsPart } from '../content/news.ts'
import type { PersonalData } from '../content/personal-data.ts'
import type { Language } from '../i18n/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Area } from '../openapi/operation.ts'
import type { Viewer } from '../who/viewer.ts'

/**
 * What one feature gives the hub. `server/features.ts` lists them, from the ground up; what stands below them asks here, and so
 * imports none of them.
 */
export type Feature = {
  name: string
  /** Its routes, on the URL map. Called once, in the order of the list. */
  mount?(map: Router, config: Config): void
  /** Routes whose patterns would take the addresses of others (`/ressources/:slug`): called after all of these. */
  mountLast?(map: Router): void
  jobs?: {
    /** Says how its jobs are done: in the hub and for the operator's commands. */
    define?(jobs: Jobs): void
    /** Plans what is done at intervals, once the hub listens. */
    schedule?(jobs: Jobs): Promise<void>
  }
  /** Work at each start of the hub, after its jobs are planned. */
  start?(): Promise<void> | void
  stop?(): Promise<void> | void
  /** Its operations, under headings of the API's description; a function where they come from the kinds. */
  api?: readonly (Area | (() => Area))[]
  /** What the frame of every page shows a member, by the name under which the layout reads it. */
  badges?: Record<string, Badge>
  /** What members listen to over a socket. The first feature that knows a name answers. */
  topics?: Listening[]
  kinds?: readonly Kind[]
  /** Its parts of the mail of what is new. */
  news?: readonly NewsPart[]
  /** What it holds of members beside its kinds. */
  personalData?: PersonalData
  /** Once a day: what was begun and left for too long goes. */
  removeOld?(now: Date): Promise<void>
  /** When a record of this kind is gone for good, what this feature keeps about it goes with it. */
  removeAbout?: Record<string, (id: Types.ObjectId) => Promise<void>>
}

/** A count, or whether there is something at all. */
export type Badge = {
  of(viewer: Viewer): Promise<number | boolean>
  /** What a visitor, who has no such thing, gets in its place. */
  none: number | boolean
}

/** Something that members listen to: `topic` as `publish` names it, `name` as clients and events do. */
export type Topic = { topic: string; name: string }

export type Listening = {
  /** With which its topics begin: `room` for `room:ID`. */
  prefix: string
  /** The topic that this name stands for, among what this member may hear. */
  resolve(viewer: Viewer, name: string): Promise<Topic | undefined>
  /** Where members see each other: the HTML of who is there, and of who is writing. */
  sociable?: {
    people(members: Viewer[]): Promise<Record<Language, string>>
    typing(member: { id: string; name: string }, language: Language): string
  }
}

let known: readonly Feature[] | undefined

/** Once a process, before anything is asked of them. */
export function useFeatures(features: readonly Feature[]) {
  known = features
  return features
}

export function features(): readonly Feature[] {
  if (!known) throw new Error('No features are in use yet: import server/features.ts')
  return known
}
