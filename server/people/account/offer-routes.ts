import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { CIRCLES, DAYS, MOMENTS } from '../../../models/words/member.ts'
import { THEMES } from '../../platform/content/themes.ts'
import { NotFound } from '../../platform/errors.ts'
import { blankAsMissing, parse } from '../../platform/http/parse.ts'
import { againOnInvalid, changed, respond, startForm } from '../../platform/http/respond.ts'
import { neverStored } from '../../platform/http/security.ts'
import { found, signedIn } from '../../platform/who/current.ts'
import { canOfferHelp, offerHelp } from '../members/help.ts'
import { helpForm } from '../members/help-forms.ts'
import { circleOf, FIELDS } from '../members/profile.ts'
import { spaceChoices } from '../members/space-choices.ts'

/** `/compte/benevolat` and `/compte/visibilite`: what one offers, and what one shows. */
export const offerRoutes = Router()
export const visibilityRoutes = Router()

offerRoutes.use(neverStored, (req, _res, next) => {
  if (!canOfferHelp(signedIn(req))) throw new NotFound()
  next()
})

offerRoutes.get('/', showOffer)

offerRoutes.post('/', againOnInvalid(showOffer), async (req, res) => {
  const member = await accountOf(req)
  await offerHelp(member, parse(helpForm, req))
  changed(req, res, { ...(await offerOf(req)), url: '/compte/benevolat' }, 'saved')
})

async function offerOf(req: Request) {
  const { help, skills } = await accountOf(req)
  const near = help?.near ? await Space.findById(help.near, 'slug').lean() : null
  return {
    found: help?.found ?? false,
    themes: [...(help?.themes ?? [])],
    skills: [...skills],
    times: [...(help?.times ?? [])],
    near: near?.slug ?? null,
    radiusKm: help?.radiusKm ?? 20,
  }
}

async function showOffer(req: Request, res: Response) {
  const offer = await offerOf(req)
  const { t } = res.locals
  startForm(res, { ...offer, skills: offer.skills.join(', ') })
  await respond(req, res, {
    view: 'members/offer',
    data: { ...offer, url: '/compte/benevolat' },
    also: {
      themeChoices: THEMES.map(value => ({ value, label: t(`library.themes.${value}`) })),
      days: DAYS.map(day => ({
        label: t(`volunteers.days.${day}`),
        cells: MOMENTS.map(moment => ({
          value: `${day}-${moment}`,
          label: t(`volunteers.moments.${moment}`),
        })),
      })),
      moments: MOMENTS.map(moment => t(`volunteers.moments.${moment}`)),
      spaces: await spaceChoices(),
    },
    page: { title: t('volunteers.offerTitle'), nav: 'compte' },
  })
}

/** Figures and contact are shown to who their owner says, one by one. */
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d .()/-]{6,25}$/)
const circle = z.enum(CIRCLES)

export const visibilityForm = z.object({
  phone: blankAsMissing(phone.optional()),
  shown: z.object(Object.fromEntries(FIELDS.map(field => [field, circle.optional()]))).default({}),
})

visibilityRoutes.use(neverStored)
visibilityRoutes.get('/', showVisibility)

visibilityRoutes.post('/', againOnInvalid(showVisibility), async (req, res) => {
  const member = await accountOf(req)
  const { phone = '', shown } = parse(visibilityForm, req)
  const chosen = Object.fromEntries(
    FIELDS.map(field => [field, shown[field] ?? circleOf(member, field)]),
  )
  member.set({ phone, shown: chosen })
  await member.save()
  changed(req, res, { phone, shown: chosen, url: '/compte/visibilite' }, 'saved')
})

async function showVisibility(req: Request, res: Response) {
  const member = await accountOf(req)
  const shown = Object.fromEntries(FIELDS.map(field => [field, circleOf(member, field)]))
  const data = { phone: member.phone, shown }
  startForm(res, data)
  const { t } = res.locals
  await respond(req, res, {
    view: 'members/visibility',
    data: { ...data, url: '/compte/visibilite' },
    also: {
      rows: FIELDS.map(field => ({
        name: `shown[${field}]`,
        label: t(`volunteers.fields.${field}`),
      })),
      circles: CIRCLES.map(value => ({ value, label: t(`volunteers.circles.${value}`) })),
      slug: member.slug,
    },
    page: { title: t('volunteers.visibilityTitle'), nav: 'compte' },
  })
}

async function accountOf(req: Request) {
  return found(await Member.findById(signedIn(req).id))
}
