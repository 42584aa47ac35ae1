import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { Token, type TokenRecord } from '../../../models/token.ts'
import { objectId, parse } from '../../platform/http/parse.ts'
import { language } from '../../platform/http/preferences.ts'
import {
  againOnInvalid,
  changed,
  respond,
  startForm,
  wantsJson,
} from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { scopesOf } from '../../platform/who/scopes.ts'
import { createToken, revokeToken, tokensOf } from './actions.ts'
import { LIVES, tokenForm } from './forms.ts'
import { type PresentedToken, presentToken, shownToken, TOKENS } from './presenter.ts'

/** `/compte/jetons`: the keys that a member gives to programs. No token reaches this page. */
export const tokenRoutes = Router()

tokenRoutes.use(neverStored, (req, _res, next) => {
  signedIn(req)
  next()
})

tokenRoutes.get('/', showTokens)

tokenRoutes.post('/', againOnInvalid(showTokens), async (req, res) => {
  const input = parse(tokenForm, req)
  const { token, secret } = await createToken(signedIn(req), input)
  const made = { ...presentToken(token), secret }
  if (wantsJson(req)) res.status(201).location(made.url).json(made)
  else await showMade(req, res, made)
})

tokenRoutes.get('/:id', async (req, res) => {
  const token = presentToken(await ownToken(req))
  if (wantsJson(req)) res.json(token)
  else res.redirect(303, `${TOKENS}#t-${token.id}`)
})

tokenRoutes.post('/:id/revocation', async (req, res) => {
  await revokeToken(signedIn(req), await ownToken(req))
  const token = presentToken(await ownToken(req))
  changed(req, res, wantsJson(req) ? token : { url: TOKENS }, 'tokenRevoked')
})

async function showTokens(req: Request, res: Response) {
  const viewer = signedIn(req)
  const items = (await tokensOf(viewer).lean<TokenRecord[]>()).map(token => presentToken(token))
  startForm(res, { days: 90, scopes: ['read'], clientId: randomUUID() })
  await respond(req, res, {
    view: 'tokens/index',
    data: { items, total: items.length, next: null },
    also: {
      rows: items.map(token => shownToken(token, language(res))),
      scopes: scopesOf(viewer),
      lives: LIVES.map(days => ({ value: days, label: res.locals.t('tokens.days', { days }) })),
    },
    page: { title: res.locals.t('tokens.title'), nav: 'compte' },
  })
}

/** The one page that ever shows a secret. It answers the form itself: a redirect would have to keep it. */
async function showMade(req: Request, res: Response, made: PresentedToken & { secret: string }) {
  await respond(req, res, {
    view: 'tokens/made',
    data: shownToken(made, language(res)),
    also: { secret: made.secret },
    page: { title: res.locals.t('tokens.madeTitle'), nav: 'compte' },
    status: 201,
  })
}

/** Others' tokens do not exist. */
async function ownToken(req: Request): Promise<TokenRecord> {
  const _id = found(objectId.safeParse(req.params.id).data)
  const member = signedIn(req).id
  return found(await Token.findOne({ _id, member }, '-hash').lean<TokenRecord>())
}
