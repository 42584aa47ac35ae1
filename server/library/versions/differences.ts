import type { Request, Response } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { NotFound } from '../../platform/errors.ts'
import { language } from '../../platform/http/preferences.ts'
import { respond } from '../../platform/http/respond.ts'
import { bylinesOf } from '../authors.ts'
import { compare, isNothing } from '../comparing/compare.ts'
import { differenceInWords } from '../comparing/presenter.ts'
import { presentRevision } from '../presenter.ts'
import { titleOf } from './pages.ts'
import { type State, seenState } from './reading.ts'

/** What changed from one version to another, the older one first whichever was named first. */
export async function showDifferences(req: Request, res: Response, resource: ResourceRecord) {
  const [first = 0, second = 0] = [req.params.version, req.params.other].map(Number).sort(byNumber)
  if (first === second) throw new NotFound()
  const [before, after] = await Promise.all([
    seenState(req, resource, first),
    seenState(req, resource, second),
  ])
  const difference = compare(before.written, after.written)
  const spoken = language(res)
  await respond(req, res, {
    view: 'resources/differences',
    data: { ...(await presentBoth(before, after, resource, res)), ...difference },
    also: {
      resource: titleOf(resource),
      words: differenceInWords(difference, spoken),
      nothing: isNothing(difference),
      untilToday: second === resource.version,
    },
    page: {
      title: res.locals.t('versions.differencesOf', {
        ...{ first, second, title: resource.title },
      }),
      nav: 'ressources',
    },
  })
}

function byNumber(a: number, b: number) {
  return a - b
}

async function presentBoth(before: State, after: State, resource: ResourceRecord, res: Response) {
  const people = await bylinesOf([before.editor, after.editor])
  const present = (state: State) =>
    presentRevision(state, people.get(String(state.editor)), resource, language(res))
  return { from: present(before), to: present(after) }
}
