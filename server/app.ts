import { constants } from 'node:zlib'
import compression from 'compression'
import express from 'express'
import { deviceKey } from './people/auth/devices/cookie.ts'
import { setUpPassport } from './people/auth/passport.ts'
import { setProvider } from './people/auth/provider/client.ts'
import { secondFactorFirst } from './people/auth/second-factor/required.ts'
import { renewOnNewRole } from './people/auth/sign-ins/renew.ts'
import { noteVisits } from './people/privacy/visits.ts'
import { bearer } from './people/tokens/bearer.ts'
import type { Config } from './platform/config.ts'
import { urlMap } from './platform/features/url-map.ts'
import { readBodies } from './platform/http/bodies.ts'
import { errorPage, notFound } from './platform/http/error-page.ts'
import { saveBeforeRedirect } from './platform/http/flash.ts'
import { answerVisitors } from './platform/http/page-memory.ts'
import { language, readPreferences } from './platform/http/preferences.ts'
import { requestLog } from './platform/http/request-log.ts'
import { sameOriginOnly } from './platform/http/same-origin.ts'
import { securityHeaders } from './platform/http/security.ts'
import { sessions } from './platform/http/session.ts'
import { writingLimit } from './platform/http/writing-limit.ts'
import { translator } from './platform/i18n/index.ts'
import { disconnectSession } from './platform/realtime/revoke.ts'
import { serveAssets } from './platform/views/assets.ts'
import { forBrowsers } from './platform/who/bearer-header.ts'

/** A personal page is compressed for one reader, once: quickly rather than well. */
const QUICKLY = { level: 1, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } } }

/** The middleware, in the order a request meets it. `session` is shared with the sockets. */
export function createApp(config: Config) {
  const app = express()
  const session = sessions(config, disconnectSession)
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
  app.use(urlMap(config))
  app.use(notFound)
  app.use(errorPage)
  return { app, session }
}
