import { DownloadCount } from '../../../../models/download-count.ts'
import type { MemberRecord } from '../../../../models/member.ts'
import { Rating } from '../../../../models/rating.ts'
import type { ResourceRecord } from '../../../../models/resource.ts'
import { RunReport } from '../../../../models/run-report.ts'
import { Verification } from '../../../../models/verification.ts'
import { countAgain } from '../../../library/tally.ts'
import { dropPhoto } from '../../../practice/runs/photo.ts'

/** What they told of workshops, tried and thought, of others' sheets: each is counted again without them. */
export async function removeGivenBack({ _id: member }: MemberRecord) {
  const about = new Map<string, ResourceRecord['_id']>()
  for await (const { _id, resource, photo } of RunReport.find({ member }, 'resource photo')
    .lean()
    .cursor()) {
    await dropPhoto(photo)
    await RunReport.deleteOne({ _id })
    about.set(String(resource), resource)
  }
  const others = [
    ...(await Rating.find({ member }, 'resource').lean()),
    ...(await Verification.find({ member }, 'resource').lean()),
  ]
  for (const { resource } of others) about.set(String(resource), resource)
  await Rating.deleteMany({ member })
  await Verification.deleteMany({ member })
  for (const resource of about.values()) await countAgain(resource)
}

/** Its sheet is gone for good: what others said of it speaks of nothing any more. */
export async function removeAround(resource: ResourceRecord['_id']) {
  for (const { photo } of await RunReport.find({ resource }, 'photo').lean()) await dropPhoto(photo)
  await RunReport.deleteMany({ resource })
  await Rating.deleteMany({ resource })
  await Verification.deleteMany({ resource })
  await DownloadCount.deleteMany({ resource })
}
