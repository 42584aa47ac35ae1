import type { z } from 'zod'
import { Resource } from '../../models/resource.ts'
import { check } from '../platform/http/parse.ts'
import { ImportError } from '../portable/files.ts'
import { verify } from '../practice/checks/actions.ts'
import { checkForm } from '../practice/checks/forms.ts'
import { rate } from '../practice/ratings/actions.ts'
import { ratingForm } from '../practice/ratings/forms.ts'
import { tellRun } from '../practice/runs/actions.ts'
import { runForm, today } from '../practice/runs/forms.ts'
import { readMoment } from './dates.ts'
import type { givenFile } from './shapes.ts'
import type { Around } from './writings.ts'

type Given = z.output<typeof givenFile> & { slug: string }

/** What others made of a resource that was imported before. */
export async function importGiven(file: Given, { authors, now }: Around) {
  const resource = await Resource.findOne({ slug: file.slug }, 'version').lean()
  if (!resource) throw new ImportError(`There is no resource "${file.slug}"`)
  for (const { member, on, ...run } of file.runs) {
    const at = readMoment(on, now)
    const input = check(runForm, { ...run, day: today(at) })
    await tellRun(authors.find(member), resource, input, undefined, at)
  }
  for (const { member, on, ...said } of file.verifications)
    await verify(authors.find(member), resource, check(checkForm, said), readMoment(on, now))
  for (const { member, on, ...said } of file.ratings)
    await rate(authors.find(member), resource, check(ratingForm, said), readMoment(on, now))
}
