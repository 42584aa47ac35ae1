import { Types } from 'mongoose'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { Member } from '../../models/member.ts'
import { isMember, type Viewer } from '../members/policy.ts'
import { presentViewer } from '../members/presenter.ts'
import { remember } from '../memory.ts'
import { verifyPassword } from './passwords.ts'

type SignedIn = { viewer: Viewer; epoch: number }

/** E-mail and password; a session holds the member's id and the epoch of their sessions. */
export function setUpPassport() {
  passport.use(new Strategy({ usernameField: 'email' }, verify))
  passport.serializeUser((user, done) => {
    readSignedIn(user.id).then(
      found => done(null, `${user.id}.${found?.epoch ?? 0}`),
      error => done(error),
    )
  })
  passport.deserializeUser((key: string, done) => {
    viewerOfSession(key).then(
      viewer => done(null, viewer ?? false),
      error => done(error),
    )
  })
  return passport
}

/** The member that a session belongs to, unless suspended or signed out everywhere since. */
export async function viewerOfSession(key: string): Promise<Viewer | undefined> {
  const [id = '', epoch] = key.split('.')
  const found = await readSignedIn(id)
  return found && String(found.epoch) === epoch && isMember(found.viewer) ? found.viewer : undefined
}

function readSignedIn(id: string): Promise<SignedIn | undefined> {
  if (!Types.ObjectId.isValid(id)) return Promise.resolve(undefined)
  return remember([`members:${id}`], `viewer ${id}`, async () => {
    const member = await Member.findById(id).lean()
    return member ? { viewer: presentViewer(member), epoch: member.sessionEpoch } : undefined
  })
}

type Done = (error: unknown, user?: Viewer | false) => void

async function verify(email: string, password: string, done: Done) {
  try {
    const member = await Member.findOne({ email: email.trim().toLowerCase() }).lean()
    const matches = await verifyPassword(member?.passwordHash, password)
    done(null, matches && member ? presentViewer(member) : false)
  } catch (error) {
    done(error)
  }
}
