import type { Request } from 'express'
import { Types } from 'mongoose'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { remember } from '../../platform/memory.ts'
import { isMember, type Viewer } from '../../platform/who/viewer.ts'
import { withGroups } from '../groups/belonging.ts'
import { presentViewer } from '../members/presenter.ts'
import { hashPassword, isDated, verifyPassword } from './passwords.ts'
import { mustSetUp } from './second-factor/required.ts'
import { noteCurrent, noteSeen, openSignIn, readSignIn } from './sign-ins/current.ts'

type SignedIn = { viewer: Viewer; epoch: number }

/** E-mail and password; a session holds the member's id, the epoch of their sessions and its own record. */
export function setUpPassport() {
  passport.use(new Strategy({ usernameField: 'email' }, verify))
  passport.serializeUser((req: Request, user: Viewer, done: KeyDone) => {
    keyFor(req, user).then(
      key => done(null, key),
      error => done(error),
    )
  })
  passport.deserializeUser((req: Request, key: string, done: Done) => {
    readKey(key).then(
      found => {
        if (found) noteCurrent(req, found.signIn)
        done(null, found?.viewer ?? false)
      },
      error => done(error),
    )
  })
  return passport
}

async function keyFor(req: Request, user: Viewer) {
  const epoch = (await readSignedIn(user.id))?.epoch ?? 0
  return `${user.id}.${epoch}.${await openSignIn(req, user, epoch)}`
}

/**
 * The member that a session's sockets belong to, unless suspended or signed out since, or still to set a
 * second factor up.
 */
export async function viewerOfSession(key: string): Promise<Viewer | undefined> {
  const found = await readKey(key)
  if (!found || (await mustSetUp(found.viewer, found.signIn.way))) return undefined
  return found.viewer
}

async function readKey(key: string) {
  const [id = '', epoch, signInId = ''] = key.split('.')
  const [found, signIn] = await Promise.all([readSignedIn(id), readSignIn(signInId)])
  if (!found || !signIn || String(signIn.member) !== id) return undefined
  if (String(found.epoch) !== epoch || !isMember(found.viewer)) return undefined
  await noteSeen(signIn)
  return { viewer: found.viewer, signIn }
}

/** The member of this id as they are now, unless suspended. */
export async function viewerById(id: string): Promise<Viewer | undefined> {
  const viewer = (await readSignedIn(id))?.viewer
  return isMember(viewer) ? viewer : undefined
}

/** Whatever their state, and the epoch of their sessions. */
export async function readSignedIn(id: string): Promise<SignedIn | undefined> {
  if (!Types.ObjectId.isValid(id)) return undefined
  const known = await remember([`members:${id}`], `viewer ${id}`, async () => {
    const member = await Member.findById(id).lean()
    return member ? { viewer: presentViewer(member), epoch: member.sessionEpoch } : undefined
  })
  return known && { ...known, viewer: await withGroups(known.viewer) }
}

type KeyDone = (error: unknown, key?: string) => void
type Done = (error: unknown, user?: Viewer | false) => void

async function verify(email: string, password: string, done: Done) {
  try {
    const member = await Member.findOne({ email: email.trim().toLowerCase() }).lean()
    const matches = await verifyPassword(member?.passwordHash, password)
    if (matches && member && isDated(member.passwordHash)) await renewHash(member, password)
    done(null, matches && member ? presentViewer(member) : false)
  } catch (error) {
    done(error)
  }
}

/** Unless it was changed meanwhile: the password that was checked may be the old one by now. */
async function renewHash({ _id, passwordHash: before }: MemberRecord, password: string) {
  const passwordHash = await hashPassword(password)
  await Member.updateOne({ _id, passwordHash: before }, { $set: { passwordHash } })
}
