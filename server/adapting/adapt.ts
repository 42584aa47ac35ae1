import type { ResourceRecord } from '../../models/resource.ts'
import { createResource } from '../library/actions.ts'
import { mayReach, termsFor } from '../library/adaptation-policy.ts'
import { allows } from '../library/licences.ts'
import { type Written, writtenOf } from '../library/merging/written.ts'
import { originFrom } from '../library/origin.ts'
import { resourceUrl } from '../library/presenter.ts'
import { writerOf } from '../library/saving.ts'
import { copyFiles } from '../platform/attachments/copy.ts'
import { dropFiles } from '../platform/attachments/keep.ts'
import { Invalid } from '../platform/errors.ts'
import { checkAudience } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'

type Wish = { title?: string | undefined; licence?: string | undefined; audience: string }

/** A copy of `original`, words and files, as the viewer's own, which says where it comes from. Throws Invalid. */
export async function adapt(viewer: Viewer, original: ResourceRecord, wish: Wish) {
  const licence = wish.licence ?? firstLicence(viewer, original)
  check(viewer, original, { ...wish, licence })
  const { audience, title = original.title } = wish
  const input = { ...writtenOf(original), title, licence, audience, change: '' }
  const writer = await writerOf(viewer, input)
  const attachments = await copyFiles(original.attachments)
  // Pictures in its texts are those of the copy, which stay when the original's go.
  const at = (slug: string) => ({ ...pointing(input, original, { slug, attachments }), change: '' })
  try {
    const origin = { adaptedFrom: originFrom(original) }
    return await createResource(writer, input, [], origin, { attachments, at })
  } catch (failure) {
    await dropFiles(attachments)
    throw failure
  }
}

/** The same as the original's where that is allowed. */
export function firstLicence(viewer: Viewer, original: ResourceRecord) {
  const terms = termsFor(viewer, original)
  if (!terms.may || allows(terms, original.licence)) return original.licence
  return terms.licences?.[0] ?? original.licence
}

function check(viewer: Viewer, original: ResourceRecord, { licence, audience }: Wish) {
  const terms = termsFor(viewer, original)
  if (!terms.may) throw new Invalid({ licence: `adapting.refused.${terms.why}` })
  if (!allows(terms, licence ?? '')) throw new Invalid({ licence: 'adapting.otherLicence' })
  checkAudience(viewer, audience)
  if (!mayReach(viewer, original, audience)) throw new Invalid({ audience: 'adapting.tooWide' })
}

type Shelf = Pick<ResourceRecord, 'slug' | 'attachments'>

/** The same words, in which the files that the copy has are its own. */
export function pointing(written: Written, original: { slug: string }, copy: Shelf): Written {
  const file = (resource: { slug: string }, id: unknown) =>
    `${resourceUrl(resource)}/pieces-jointes/${id}`
  const moved = (text: string) =>
    copy.attachments.reduce(
      (moving, { _id }) => moving.replaceAll(file(original, _id), file(copy, _id)),
      text,
    )
  const steps = written.steps.map(step => ({ ...step, body: moved(step.body) }))
  return { ...written, body: moved(written.body), steps }
}
