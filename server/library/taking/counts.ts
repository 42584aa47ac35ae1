import type { Request, Response } from 'express'
import type { Types } from 'mongoose'
import { DownloadCount } from '../../../models/download-count.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { log } from '../../platform/log.ts'
import { remember } from '../../platform/memory.ts'
import { viewerOf } from '../../platform/who/current.ts'

export type Taken = 'pdf' | 'md' | 'zip' | Types.ObjectId

const MACHINES =
  /bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java\/|go-http|headless(?!chrome)/i

/**
 * Once the whole file has been sent to a person who is not its author, one more. Nothing is kept of who it was;
 * the rest of a file that was cut, or a copy that is still good, is the same taking.
 */
export function countTaking(req: Request, res: Response, resource: ResourceRecord, file: Taken) {
  if (!isPerson(req) || viewerOf(req)?.id === String(resource.author)) return
  res.once('finish', () => {
    if (res.statusCode !== 200 && !isFromTheStart(req, res)) return
    addOne(resource, file).catch(failure =>
      log.warn({ err: failure }, 'a download was not counted'),
    )
  })
}

/** How often each file of a resource was taken, by id; and all of them together. */
export function takingsOf({ _id }: Pick<ResourceRecord, '_id'>) {
  return remember(['download_counts'], `takings ${_id}`, async () => {
    const counts = await DownloadCount.find({ resource: _id }).lean()
    const total = counts.reduce((sum, one) => sum + one.total, 0)
    return { total, files: new Map(counts.map(one => [one.file, one.total])) }
  })
}

/** Of a resource that is gone for good. */
export async function removeCounts(resource: ResourceRecord['_id']) {
  await DownloadCount.deleteMany({ resource })
}

async function addOne({ _id: resource }: ResourceRecord, file: Taken) {
  const one = { resource, file: String(file) }
  await DownloadCount.updateOne(one, { $inc: { total: 1 } }, { upsert: true })
}

function isPerson(req: Request) {
  const agent = req.get('user-agent') ?? ''
  return req.method === 'GET' && agent !== '' && !MACHINES.test(agent)
}

function isFromTheStart(req: Request, res: Response) {
  return res.statusCode === 206 && /^bytes=0-/.test(req.get('range') ?? '')
}
