import { type Request, type Response, Router } from 'express'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { sendFile } from '../../platform/files/download.ts'
import { pageQuery, parseQuery } from '../../platform/http/parse.ts'
import { respond } from '../../platform/http/respond.ts'
import type { Translate } from '../../platform/i18n/index.ts'
import { services } from '../../platform/services.ts'
import { found, signedIn, viewerOf } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { finderQuery } from './help-forms.ts'
import { membersPage, presentFor } from './list.ts'
import { photoUrl } from './presenter.ts'
import { figuresOf, isPublic, presentProfile } from './profile.ts'
import { placeOf } from './queries.ts'

export const memberRoutes = Router()

memberRoutes.get('/', async (req, res) => {
  const viewer = signedIn(req)
  const [{ page }, wanted] = [parseQuery(pageQuery, req), parseQuery(finderQuery, req)]
  const list = await membersPage({ wanted, page, viewer, t: res.locals.t })
  await respond(req, res, {
    view: 'members/index',
    ...list,
    page: { title: res.locals.t('members.title'), nav: 'membres' },
  })
})

memberRoutes.get('/:slug', async (req, res) => {
  const viewer = viewerOf(req)
  const member = await activeMember(req.params.slug)
  // A visitor learns of nobody, but of those who show something to everybody.
  const shown = found(member, Boolean(viewer) || (member !== null && isPublic(member)))
  const data = await profileOf(shown, viewer, res.locals.t)
  await respond(req, res, {
    view: 'members/show',
    data,
    also: { isMe: viewer?.id === data.id, isVisitor: !viewer },
    page: { title: data.name, nav: 'membres' },
  })
})

async function profileOf(member: MemberRecord, viewer: Viewer | undefined, t: Translate) {
  const place = await placeOf(member)
  const figures = await figuresOf(member, viewer)
  const profile = viewer
    ? presentFor(member, place, viewer, t)
    : presentProfile(member, place, viewer)
  return { ...profile, ...(figures ? { figures } : {}) }
}

memberRoutes.get('/:slug/photo', async (req, res) => {
  const member = found(await activeMember(req.params.slug))
  const key = found(member.photo)
  // Visitors see those of authors, whose address they were given; names are not to be tried.
  found(key, viewerOf(req) !== undefined || photoUrl(member) === req.originalUrl)
  await sendPhoto(req, res, { key, name: `${member.slug}.webp` })
})

async function sendPhoto(
  req: Request,
  res: Response,
  { key, name }: { key: string; name: string },
) {
  const store = services().files
  const size = found(await store.size(key))
  await sendFile(res, { store, key, name, mime: 'image/webp', size, etag: key, inline: true }, req)
}

function activeMember(slug: string | undefined) {
  return Member.findOne({ slug, state: 'active' }).lean()
}
