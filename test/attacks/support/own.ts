import { Group } from '../../../models/group.ts'
import { Passkey } from '../../../models/passkey.ts'
import { SignIn } from '../../../models/sign-in.ts'
import type { Owner } from './calls.ts'

type Params = Record<string, string>
type Make = (admin: Owner, hub: { url: string }) => Promise<Params>

/** What only its owner's pages name, which the examples of the API know nothing of. */
export async function ownParams(path: string, hub: { url: string }, admin: Owner) {
  const [, make] = MAKERS.find(([start]) => start.test(path)) ?? []
  return make?.(admin, hub)
}

const MAKERS: [RegExp, Make][] = [
  [/^\/compte\/jetons\/:id/, token],
  [/^\/compte\/securite\/appareils\/:id/, device],
  [/^\/compte\/securite\/cles\/:id/, passkey],
  [/^\/administration\/pages\/:page/, async () => ({ page: 'donnees-personnelles', version: '1' })],
  [/^\/groupes\/:slug/, group],
]

let made = 0

async function token(admin: Owner) {
  const input = { name: `Script ${++made}`, scopes: ['read'], days: 30 }
  return { id: (await admin.postJson('/compte/jetons', input)).body.id }
}

async function device({ member }: Owner) {
  const now = new Date()
  const { id } = await SignIn.create({
    ...{ member: member.id, sid: `other-${++made}`, epoch: 0, role: 'admin', way: 'password' },
    ...{ startedAt: now, lastSeenOn: '2026-11-22', expiresAt: new Date(+now + 1e7) },
  })
  return { id }
}

async function passkey({ member }: Owner) {
  const { id } = await Passkey.create({
    ...{ member: member.id, credential: `key-${++made}`, name: 'Clé' },
    ...{ publicKey: 'x', counter: 0, createdAt: new Date() },
  })
  return { id }
}

async function group({ member }: Owner) {
  const slug = `groupe-${++made}`
  await Group.create({
    ...{ slug, title: slug, kind: 'open', members: [member.id], keepers: [member.id] },
    ...{ sortKey: slug, createdAt: new Date() },
  })
  return { slug, member: member.id }
}
