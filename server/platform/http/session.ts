import MongoStore from 'connect-mongo'
import type { RequestHandler } from 'express'
import session, { type SessionData, Store } from 'express-session'
import mongoose from 'mongoose'
import { SignIn } from '../../../models/sign-in.ts'
import type { Config } from '../config.ts'
import { forget, remember, type Topic } from '../memory.ts'

export const SESSION_COOKIE = 'rouedad'
const DAYS_30_S = 30 * 24 * 3600
const DAY_S = 24 * 3600

declare module 'express-session' {
  interface SessionData {
    flash: string
    returnTo: string
  }
}

/** Told when a session is over, by its id. */
type Ended = (id: string) => void

/** Sessions in the store: they outlive a restart and serve every process. Only a sign-in makes one. */
export function sessions(config: Config, ended: Ended): RequestHandler {
  return session({
    name: SESSION_COOKIE,
    secret: config.sessionSecret,
    store: new RememberingStore(
      MongoStore.create({
        client: mongoose.connection.getClient(),
        collectionName: 'sessions',
        ttl: DAYS_30_S,
        touchAfter: DAY_S,
        autoRemove: 'disabled',
        stringify: false,
      }),
      ended,
    ),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    // Behind TLS the proxy's word is only used to decide that the cookie may be set.
    ...(config.baseUrl.startsWith('https:') ? { proxy: true } : {}),
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: config.baseUrl.startsWith('https:'),
      maxAge: DAYS_30_S * 1000,
    },
  })
}

type Callback = (error?: unknown) => void

/** Keeps sessions in memory until they are written or destroyed, in this process or another. */
class RememberingStore extends Store {
  readonly #store: Store

  readonly #ended: Ended

  constructor(store: Store, ended: Ended) {
    super()
    this.#store = store
    this.#ended = ended
  }

  override get(id: string, callback: (error: unknown, session?: SessionData | null) => void) {
    remember([topic(id)], `session ${id}`, () => this.#read(id)).then(
      // A copy: a request may change its session and then fail.
      found => callback(null, found ? structuredClone(found) : null),
      error => callback(error),
    )
  }

  override set(id: string, data: SessionData, callback?: Callback) {
    this.#store.set(id, data, this.#forgetting(id, callback))
  }

  override destroy(id: string, callback?: Callback) {
    this.#store.destroy(id, error => {
      SignIn.findOneAndDelete({ sid: id }).then(
        () => this.#forgetting(id, callback)(error),
        failure => this.#forgetting(id, callback)(failure),
      )
      // Whoever signs out, or in again, hears nothing more in the tabs of before.
      this.#ended(id)
    })
  }

  override touch(id: string, data: SessionData, callback?: () => void) {
    this.#store.touch?.(id, data, callback)
  }

  #read(id: string) {
    return new Promise<SessionData | null | undefined>((resolve, reject) => {
      this.#store.get(id, (error, found) => (error ? reject(error) : resolve(found)))
    })
  }

  #forgetting(id: string, callback?: Callback): Callback {
    return error => {
      forget(topic(id))
      callback?.(error)
    }
  }
}

function topic(id: string): Topic {
  return `session:${id}`
}
