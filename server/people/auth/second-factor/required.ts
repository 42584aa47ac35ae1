import type { RequestHandler } from 'express'
import type { Way } from '../../../../models/words/sign-in.ts'
import { HttpError } from '../../../platform/errors.ts'
import { networkSettings } from '../../../platform/network/settings.ts'
import { bearerOf } from '../../../platform/who/bearer-header.ts'
import { viewerOf } from '../../../platform/who/current.ts'
import { isAdmin, type Viewer, type Visitor } from '../../../platform/who/viewer.ts'
import { currentSignIn } from '../sign-ins/current.ts'
import { hasSecondFactor } from './state.ts'

/** What remains open to an administrator who still has to set a second factor up. */
const OPEN =
  /^\/(compte\/(securite|mot-de-passe)|connexion|deconnexion|mot-de-passe|preferences|couleurs\.css|sante)(\/|$)/i

/** Whether this network asks a second factor of this member that they have not shown. A passkey is one. */
export async function mustSetUp(viewer: Viewer | Visitor, way: Way | undefined) {
  if (!isAdmin(viewer) || way === 'passkey') return false
  const { adminsNeedSecondFactor } = await networkSettings()
  return Boolean(adminsNeedSecondFactor) && !(await hasSecondFactor(viewer.id))
}

/** Administrators of such a network are led there before anything else; their programs wait. */
export const secondFactorFirst: RequestHandler = async (req, res, next) => {
  if (OPEN.test(req.path) || !(await mustSetUp(viewerOf(req), currentSignIn(req)?.way))) next()
  else if (
    bearerOf(req) === undefined &&
    req.method === 'GET' &&
    req.accepts(['html', 'json']) === 'html'
  )
    res.redirect(303, '/compte/securite/code')
  else throw new HttpError(403, 'secondFactorFirst')
}
