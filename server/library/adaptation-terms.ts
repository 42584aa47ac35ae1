import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { Invalid } from '../platform/errors.ts'
import { isWider } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { mayReach, termsOfAdaptation } from './adaptation-policy.ts'
import { allows } from './licences.ts'

type Wish = { audience: string; licence: string }

/**
 * Throws Invalid where an adaptation would take a licence that its originals do not allow, or tell more
 * people than they do.
 */
export async function checkAdaptation(viewer: Viewer, resource: ResourceRecord, wish: Wish) {
  if (!resource.adaptedFrom) return
  const { audience, licence } = wish
  if (licence !== resource.licence && !allows(termsOfAdaptation(resource), licence))
    throw new Invalid({ licence: 'adapting.otherLicence' })
  if (!isWider(audience, resource.audience)) return
  const original = await originalOf(resource.adaptedFrom)
  if (original && !mayReach(viewer, original, audience))
    throw new Invalid({ audience: 'adapting.tooWide' })
}

/** As it is today or, once it is gone, as it was when it was taken. */
async function originalOf({ resource, ancestors }: NonNullable<ResourceRecord['adaptedFrom']>) {
  const today = await Resource.findById(resource, 'author audience').lean()
  return today ?? ancestors[0]
}
