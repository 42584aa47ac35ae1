/** How the files of a backup are named: as `mongodump` lays out a store, and as DATA_DIR lays out uploads. */

export const MANIFEST = 'manifest.json'
export const SECRET = 'session-secret' as const

export type Place =
  | { kind: 'documents' | 'metadata'; db: string; collection: string }
  | { kind: 'upload'; key: string }
  | { kind: 'secret' }

export function documentsName(db: string, collection: string): string {
  return `store/${db}/${encodeURIComponent(collection)}.bson`
}

export function metadataName(db: string, collection: string): string {
  return `store/${db}/${encodeURIComponent(collection)}.metadata.json`
}

export function uploadName(key: string): string {
  return `uploads/${key.slice(0, 2)}/${key}`
}

/** What a name stands for; nothing for one that no backup has. */
export function placeOf(name: string): Place | undefined {
  if (name === SECRET) return { kind: 'secret' }
  return uploadPlace(name) ?? storePlace(name)
}

function uploadPlace(name: string): Place | undefined {
  const key = /^uploads\/[a-z0-9]{2}\/([a-z0-9]{16,64})$/.exec(name)?.[1]
  return key && uploadName(key) === name ? { kind: 'upload', key } : undefined
}

function storePlace(name: string): Place | undefined {
  const match = /^store\/([^/\\. "$\0]{1,63})\/([\w.~!'()*%-]+)\.(bson|metadata\.json)$/.exec(name)
  const [, db = '', escaped = '', ending] = match ?? []
  const collection = unescaped(escaped)
  if (!match || !collection) return undefined
  const kind = ending === 'bson' ? 'documents' : 'metadata'
  const canonical =
    kind === 'documents' ? documentsName(db, collection) : metadataName(db, collection)
  return canonical === name ? { kind, db, collection } : undefined
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
