import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where a restore builds what will be the data, and the note that it has begun to put it in its place. */
export const buildFolder = (dataDirectory: string) => join(dataDirectory, 'restoring')
export const journalFile = (dataDirectory: string) => join(buildFolder(dataDirectory), 'swap.json')

/** Throws while DATA_DIR is half old, half restored: whoever read it then, or wrote to it, would do harm. */
export function refuseUnfinishedRestore(dataDirectory: string): void {
  if (existsSync(journalFile(dataDirectory)))
    throw new Error(
      `a restore into ${dataDirectory} is under way or was stopped half way: run the same \`npx hub restore FILE\` again, which finishes it`,
    )
}
