import { constants } from 'node:zlib'
import compression from 'compression'
import express from 'express'
import { deviceKey } from './auth/devices/cookie.ts'
import { writingLimit } from './auth/limits.ts'
import { setUpPassport } from './auth/passport.ts'
import { setProvider } from './auth/provider/client.ts'
import { secondFactorFirst } from './auth/second-factor/required.ts'
import { renewOnNewRole } from './auth/sign-ins/renew.ts'
import type { Config } from './config.ts'
import { serveAssets } from './http/assets.ts'
import { readBodies } from './http/bodies.ts'
import { errorPage, notFound } from './http/error-page.ts'
import { saveBeforeRedirect } from './http/flash.ts'
import { answerVisitors } from './http/page-memory.ts'
import { language, readPreferences } from './http/preferences.ts'
import { requestLog } from './http/request-log.ts'
import { sameOriginOnly } from './http/same-origin.ts'
import { securityHeaders } from './http/security.ts'
import { sessions } from './http/session.ts'
import { translator } from './i18n/index.ts'
import { noteVisits } from './privacy/visits.ts'
import { routes } from './routes.ts'
import { bearer } from './tokens/bearer.ts'
import { forBrowsers } from './tokens/header.ts'

/** A personal page is compressed for one reader, once: quickly rather than well. */
const QUICKLY = { level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } }

/** The middleware, in the order a request meets it. `session` is shared with the sockets. */
export function createApp(config: Config) {
  const app = express()
  const session = sessions(config)
  const passport = setUpPassport()
  setProvider(config.provider)
  app.disable('x-powered-by')
  app.set('trust proxy', config.trustProxy)
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('device key', deviceKey(config.sessionSecret))
  app.set('secure cookies', config.baseUrl.startsWith('https:'))

  app.use(requestLog)
  app.use(securityHeaders(config.baseUrl))
  app.use(serveAssets)
  app.use(readPreferences)
  app.use(answerVisitors)
  app.use(compression(QUICKLY))
  app.use(bearer)
  app.use(forBrowsers(session))
  app.use(forBrowsers(passport.session()))
  app.use(saveBeforeRedirect)
  app.use(forBrowsers(renewOnNewRole))
  app.use(secondFactorFirst)
  app.use(noteVisits)
  // What a token says is in no browser's habits: no other site's page can send it by accident.
  app.use(forBrowsers(sameOriginOnly(config.baseUrl)))
  app.use(forBrowsers(writingLimit))
  app.use(readBodies)
  app.use((_req, res, next) => {
    res.locals.t = translator(language(res))
    res.setHeader('Cache-Control', 'private, no-cache')
    next()
  })
  app.use(routes(config))
  app.use(notFound)
  app.use(errorPage)
  return { app, session }
}
