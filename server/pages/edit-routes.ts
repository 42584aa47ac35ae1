import { type Request, type RequestHandler, type Response, Router } from 'express'
import { LegalPage, type LegalPageRecord } from '../../models/legal-page.ts'
import { Member } from '../../models/member.ts'
import { LEGAL_PAGES } from '../../models/words/legal-page.ts'
import { COMPLIANCES } from '../../models/words/network.ts'
import { record } from '../platform/audit/record.ts'
import { NotFound } from '../platform/errors.ts'
import { parse } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { againOnInvalid, changed, respond, startForm } from '../platform/http/respond.ts'
import { neverStored } from '../platform/http/security.ts'
import { changeSettings, networkSettings } from '../platform/network/settings.ts'
import { formatDateTime } from '../platform/time/format.ts'
import { found, signedIn, viewerOf } from '../platform/who/current.ts'
import { isAdmin } from '../platform/who/viewer.ts'
import { bodyOf, currentPage, render, resetPage, savePage } from './actions.ts'
import { legalForm, pageForm, previewForm, resetForm } from './forms.ts'
import { editUrl, PATHS, pageAt } from './names.ts'

/** `/administration/pages`: the pages that the law asks for, in the administrators' words. */
export const editPageRoutes = Router()

const ADDRESS = '/administration/pages'
const MOST_SHOWN = 50

const adminsOnly: RequestHandler = (req, _res, next) => {
  if (!isAdmin(viewerOf(req))) throw new NotFound()
  next()
}

editPageRoutes.use(neverStored, adminsOnly)

editPageRoutes.get('/', showPages)
editPageRoutes.post('/', againOnInvalid(showPages), async (req, res) => {
  const legal = parse(legalForm, req)
  await changeSettings({ legal })
  await record(signedIn(req), 'network.changed', { kind: 'network', id: 'network' }, legal)
  changed(req, res, { ...legal, url: ADDRESS }, 'saved')
})

editPageRoutes.get('/:page', showPage)
editPageRoutes.post('/:page', againOnInvalid(showPage), async (req, res) => {
  const name = nameOf(req)
  const saved = await savePage(name, parse(pageForm, req), signedIn(req))
  await note(req, 'page.changed', saved)
  changed(req, res, { ...present(saved), url: editUrl(name) }, 'saved')
})

editPageRoutes.post('/:page/apercu', againOnInvalid(showPage), async (req, res) => {
  const { fr, en } = parse(previewForm, req)
  res.locals.preview = { fr: render(fr, 'fr'), en: render(en, 'en') }
  res.locals.form = { values: req.body, errors: {} }
  await showPage(req, res)
})

editPageRoutes.post('/:page/retablissement', async (req, res) => {
  const name = nameOf(req)
  const saved = await resetPage(name, parse(resetForm, req).version, signedIn(req))
  await note(req, 'page.reset', saved)
  changed(req, res, { ...present(saved), url: editUrl(name) }, 'pageReset')
})

editPageRoutes.get('/:page/versions/:version', async (req, res) => {
  const version = Number(req.params.version)
  const known = Number.isSafeInteger(version) && version > 0
  const page = nameOf(req)
  const old = found(
    known ? await LegalPage.findOne({ page, version }).lean<LegalPageRecord>() : null,
  )
  const { fr, en } = old
  const data = { ...present(old), url: `${editUrl(page)}/versions/${version}` }
  await respond(req, res, {
    view: 'pages/version',
    data: { ...data, fr: fr?.body ?? null, en: en?.body ?? null },
    also: { html: { fr: fr?.html, en: en?.html }, editUrl: editUrl(page), row: shown(old, res) },
    page: { title: titleOf(page, res), nav: 'administration' },
  })
})

async function showPages(req: Request, res: Response) {
  const { legal } = await networkSettings()
  const { publisher, address, director, host, contact, dataContact, compliance } = legal ?? {}
  const facts = { publisher, address, director, host, contact, dataContact, compliance }
  const data = { ...facts, url: ADDRESS }
  const items = await Promise.all(
    LEGAL_PAGES.map(async name => {
      const current = await currentPage(name)
      return { name, url: editUrl(name), version: current?.version ?? 0, own: !current?.fr }
    }),
  )
  startForm(res, data)
  await respond(req, res, {
    view: 'pages/index',
    data: { ...data, items },
    also: {
      rows: items.map(item => ({ ...item, title: titleOf(item.name, res) })),
      compliances: COMPLIANCES.map(value => ({
        value,
        label: res.locals.t(`pages.compliance.${value}`),
      })),
    },
    page: { title: res.locals.t('pages.editTitle'), nav: 'administration' },
  })
}

async function showPage(req: Request, res: Response) {
  const name = nameOf(req)
  const [current, history] = await Promise.all([currentPage(name), historyOf(name)])
  const [fr, en] = await Promise.all([bodyOf(name, 'fr'), bodyOf(name, 'en')])
  const version = current?.version ?? 0
  const data = { name, url: editUrl(name), version, own: !current?.fr, fr, en }
  startForm(res, { fr, en, version })
  const preview = res.locals.preview
  await respond(req, res, {
    view: 'pages/edit',
    data: preview ? { ...data, preview } : { ...data, history: history.map(present) },
    also: {
      rows: await withNames(history, res),
      title: titleOf(name, res),
      publicUrl: `/${PATHS[name]}`,
      mayBeImportant: name === 'privacy',
    },
    page: { title: titleOf(name, res), nav: 'administration' },
  })
}

function historyOf(page: LegalPageRecord['page']) {
  return LegalPage.find({ page }, '-fr.html -en.html')
    .sort({ version: -1 })
    .limit(MOST_SHOWN)
    .lean<LegalPageRecord[]>()
}

async function withNames(history: LegalPageRecord[], res: Response) {
  const writers = await Member.find({ _id: { $in: history.map(({ by }) => by) } }, 'name').lean()
  const names = new Map(writers.map(({ _id, name }) => [String(_id), name]))
  return history.map(one => ({ ...shown(one, res), name: names.get(String(one.by)) }))
}

function present({ page, version, important, by, at, fr }: LegalPageRecord) {
  const url = `${editUrl(page)}/versions/${version}`
  return { name: page, version, url, important, own: !fr, by: String(by), at: at.toISOString() }
}

function shown(page: LegalPageRecord, res: Response) {
  return { ...present(page), day: formatDateTime(page.at, language(res)) }
}

function nameOf(req: Request) {
  return found(pageAt(String(req.params.page)))
}

function titleOf(name: LegalPageRecord['page'], res: Response) {
  return res.locals.t(`pages.${name}Title`)
}

function note(req: Request, act: 'page.changed' | 'page.reset', page: LegalPageRecord) {
  const { version, important } = page
  return record(signedIn(req), act, { kind: 'page', id: page.page }, { version, important })
}
