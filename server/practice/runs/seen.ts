import type { Request } from 'express'
import type { ResourceRecord } from '../../../models/resource.ts'
import { RunReport, type RunReportRecord } from '../../../models/run-report.ts'
import { objectId } from '../../platform/http/parse.ts'
import { found } from '../../platform/who/current.ts'

/** The report of this address, of a sheet that the reader may see; what the moderation hid is not there. */
export async function runOf(req: Request, resource: Pick<ResourceRecord, '_id'>) {
  const _id = found(objectId.safeParse(req.params.id).data)
  const run = await RunReport.findOne({ _id }).lean<RunReportRecord>()
  return found(run, String(run?.resource) === String(resource._id) && !run?.hiddenAt)
}
