import { Router } from 'express'
import { Passkey, type PasskeyRecord } from '../../../../models/passkey.ts'
import { record } from '../../../platform/audit/record.ts'
import { objectId, parse } from '../../../platform/http/parse.ts'
import { changed, removed } from '../../../platform/http/respond.ts'
import { found, signedIn } from '../../../platform/who/current.ts'
import { spend } from '../../../platform/who/limits.ts'
import { addressOf } from '../address.ts'
import { proceed } from '../door/enter.ts'
import { checkOwnPassword } from '../security/own-password.ts'
import { inWords, SECURITY } from '../security/presenter.ts'
import { tellOwner } from '../security-mail.ts'
import { renewSession } from '../sign-ins/renew.ts'
import { assertionForm, newPasskeyForm, passkeyName, registrationForm } from './forms.ts'
import { keepPasskey, offerPasskey } from './register.ts'
import { askForPasskey, whoseKey } from './sign-in.ts'

const ANONYMOUS_MS = 10 * 60_000

/** `/connexion/cle`: a browser's own key instead of a password. Scripts only. */
export const passkeyDoor = Router()

passkeyDoor.post('/options', async (req, res) => {
  await spend('passkeyAddress', addressOf(req))
  const options = await askForPasskey(req)
  if (!req.user) req.session.cookie.maxAge = ANONYMOUS_MS
  res.json(options)
})

passkeyDoor.post('/', async (req, res) => {
  await spend('passkeyAddress', addressOf(req))
  const viewer = await whoseKey(req, parse(assertionForm, req))
  await proceed(req, res, viewer, { way: 'passkey' })
})

/** `/compte/securite/cles`: the keys of a member's devices. */
export const passkeyRoutes = Router()

passkeyRoutes.post('/options', async (req, res) => {
  const viewer = signedIn(req)
  const { name, currentPassword } = parse(newPasskeyForm, req)
  await checkOwnPassword(viewer, currentPassword)
  res.json(await offerPasskey(req, viewer, name))
})

passkeyRoutes.post('/', async (req, res) => {
  const viewer = signedIn(req)
  const passkey = presentPasskey(await keepPasskey(req, viewer, parse(registrationForm, req)))
  await renewSession(req, viewer)
  await record(viewer, 'access.passkeyAdded', { kind: 'member', id: viewer.id })
  await tellOwner(viewer.id, 'passkeyAdded', { key: passkey.name })
  res.status(201).location(passkey.url).json(passkey)
})

passkeyRoutes.post('/:id', async (req, res) => {
  const { name } = parse(passkeyName, req)
  const { id: member } = signedIn(req)
  const _id = found(objectId.safeParse(req.params.id).data)
  const options = { returnDocument: 'after' } as const
  const passkey = found(
    await Passkey.findOneAndUpdate(
      { _id, member },
      { $set: { name } },
      options,
    ).lean<PasskeyRecord>(),
  )
  changed(req, res, { ...presentPasskey(passkey), url: SECURITY }, 'saved')
})

passkeyRoutes.post('/:id/retrait', async (req, res) => {
  const viewer = signedIn(req)
  const _id = found(objectId.safeParse(req.params.id).data)
  const { name } = found(await Passkey.findOneAndDelete({ _id, member: viewer.id }).lean())
  await record(viewer, 'access.passkeyRemoved', { kind: 'member', id: viewer.id })
  await tellOwner(viewer.id, 'passkeyRemoved', { key: name })
  removed(req, res, SECURITY, 'passkeyRemoved')
})

export function presentPasskey({ _id, name, createdAt, lastUsedOn }: PasskeyRecord) {
  return {
    id: String(_id),
    url: `${SECURITY}/cles/${_id}`,
    name,
    createdOn: createdAt.toISOString().slice(0, 10),
    lastUsedOn: lastUsedOn ?? null,
  }
}

export function shownPasskey(
  passkey: ReturnType<typeof presentPasskey>,
  spoken: Parameters<typeof inWords>[1],
) {
  const { createdOn, lastUsedOn } = passkey
  return {
    ...passkey,
    created: inWords(createdOn, spoken),
    lastUsed: lastUsedOn ? inWords(lastUsedOn, spoken) : null,
  }
}
