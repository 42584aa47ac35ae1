import { join } from 'node:path'
import { openDiskStore } from './disk.ts'
import { openS3Store } from './s3.ts'
import type { FileStore } from './store.ts'

/** The bucket of `s3Url`, or else the `uploads` folder of the data directory. */
export function openFileStore(options: { dataDirectory: string; s3Url?: string }): FileStore {
  const temporary = join(options.dataDirectory, 'tmp')
  if (options.s3Url) return openS3Store({ url: options.s3Url, temporary })
  return openDiskStore({ directory: join(options.dataDirectory, 'uploads'), temporary })
}
