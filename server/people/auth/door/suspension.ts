import { HttpError } from '../../../platform/errors.ts'
import type { Language } from '../../../platform/i18n/index.ts'
import { formatDateTime } from '../../../platform/time/format.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { presentViewer } from '../../members/presenter.ts'
import { returnFromSuspension, standingOf } from '../../members/sanctions.ts'

/** Somebody who knows their password, back from a suspension whose date is past. */
export async function backIfTime(viewer: Viewer, now = new Date()): Promise<Viewer> {
  if (viewer.state !== 'suspended') return viewer
  const returned = await returnFromSuspension(viewer.id, now)
  return returned ? presentViewer(returned) : viewer
}

/** Why they may not come in, in plain words: until when, and what the coordination says of it. */
export async function refusalAtTheDoor(viewer: Viewer, language: Language) {
  if (viewer.state === 'pending') return new HttpError(403, 'pendingAccount')
  const { suspendedUntil: until, sanctionWord: reason } = (await standingOf(viewer.id)) ?? {}
  if (viewer.state === 'excluded')
    return new HttpError(403, 'excludedAccount', { reason: reason ?? '' })
  if (!until) return new HttpError(403, 'suspendedAccount')
  const values = { until: formatDateTime(until, language), reason: reason ?? '' }
  return new HttpError(403, 'suspendedUntil', values)
}
