import { Router } from 'express'
import { sendFresh } from '../http/fresh.ts'
import { language } from '../http/preferences.ts'
import { respond } from '../http/respond.ts'
import type { Language } from '../i18n/index.ts'
import { remember } from '../memory.ts'
import { services } from '../services.ts'
import { scopeFor } from '../who/scopes.ts'
import { areas } from './areas.ts'
import { describe } from './document.ts'
import type { Operation } from './operation.ts'

/** What programs can ask, for them and for who writes them. */
export const apiRoutes = Router()

apiRoutes.get('/openapi.json', async (req, res) => {
  res.vary('Accept-Language, Cookie')
  const body = await remember([], `openapi ${language(res)}`, async () => written(language(res)))
  sendFresh(req, res, { type: 'application/json; charset=utf-8', body })
})

apiRoutes.get('/', async (req, res) => {
  const { t } = res.locals
  await respond(req, res, {
    view: 'api/index',
    data: { url: '/api', description: '/api/openapi.json' },
    also: { areas: presentAreas(), baseUrl: services().baseUrl },
    page: { title: t('api.title'), description: t('api.description'), topics: [] },
  })
})

/** Reading asks for one scope everywhere; writing for one an area. */
function presentAreas() {
  return areas().map(({ name, operations }) => ({
    name,
    scope: operations.map(scopeOf).find(scope => scope !== 'read'),
    operations: operations.map(({ id, method, path }) => ({ id, call: callOf(method, path) })),
  }))
}

function written(spoken: Language) {
  return JSON.stringify(describe(spoken))
}

function callOf(method: string, path: string) {
  return `${method.toUpperCase()} ${path}`
}

function scopeOf({ method, path }: Operation) {
  return scopeFor(method.toUpperCase(), path)
}
