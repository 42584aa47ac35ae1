import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { record } from '../../platform/audit/record.ts'
import { parse, requiredText } from '../../platform/http/parse.ts'
import { againOnInvalid, changed, respond, startForm } from '../../platform/http/respond.ts'
import { signedIn } from '../../platform/who/current.ts'
import { saveSynonyms, synonyms } from './stored.ts'

/** `/administration/synonymes`: the words that mean the same to the search. Mounted for the coordination only. */
export const synonymRoutes = Router()

const ADDRESS = '/administration/synonymes'
const MOST_GROUPS = 400
const MOST_WORDS = 20
const LONGEST_WORD = 60

/** One group a line, its words between commas. */
export const synonymsForm = z.object({
  groups: requiredText(40_000)
    .transform(groupsOf)
    .pipe(z.array(z.array(z.string().max(LONGEST_WORD)).min(2).max(MOST_WORDS)).max(MOST_GROUPS)),
  version: z.coerce.number().int().min(0),
})

synonymRoutes.get('/', showSynonyms)

synonymRoutes.post('/', againOnInvalid(showSynonyms), async (req, res) => {
  const { groups, version } = parse(synonymsForm, req)
  await saveSynonyms(groups, version)
  const target = { kind: 'network', id: 'synonyms', label: '' }
  await record(signedIn(req), 'search.synonyms', target, { groups: groups.length })
  changed(req, res, await presented(), 'saved')
})

async function showSynonyms(req: Request, res: Response) {
  const data = await presented()
  startForm(res, data)
  await respond(req, res, {
    view: 'search/synonyms',
    data,
    page: { title: res.locals.t('search.synonyms.title'), nav: 'administration' },
  })
}

async function presented() {
  const { groups, version } = await synonyms()
  return { groups: groups.map(words => words.join(', ')).join('\n'), version, url: ADDRESS }
}

function groupsOf(text: string) {
  const lines = text.split('\n').filter(one => one.trim() !== '')
  return lines.map(one => [...new Set(one.split(',').map(word => word.trim()))].filter(Boolean))
}
