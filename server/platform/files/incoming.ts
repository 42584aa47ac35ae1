import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Request, Response } from 'express'
import multer from 'multer'
import { UploadRefused } from './refusal.ts'

type Begun = { paths: string[]; over: boolean }
const begun = new WeakMap<object, Begun>()

/** Where files are written while they come: each is noted by its request before it is begun. */
export function incomingFiles(directory: string) {
  return multer.diskStorage({
    destination: directory,
    filename(req, _file, answer) {
      const mine = begun.get(req)
      if (!mine || mine.over) return answer(new UploadRefused('incomplete'), '')
      const name = randomBytes(16).toString('hex')
      mine.paths.push(join(directory, name))
      answer(null, name)
    },
  })
}

/** Nothing stays of what this request began to write, whatever the reader of its form made of it. */
export function forgetWhenOver(req: Request, res: Response) {
  const mine: Begun = { paths: [], over: false }
  begun.set(req, mine)
  res.once('close', () => {
    mine.over = true
    for (const path of mine.paths) void rm(path, { force: true })
  })
}
