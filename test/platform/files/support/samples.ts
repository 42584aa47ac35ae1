import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'

/** A folder of its own for each test of a suite, removed after it. */
export function freshFolder(): () => string {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rouedad-files-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  return () => folder
}

/** What a promise was rejected with; undefined when it was not. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    error => error,
  )
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

export function png(width = 8, height = 8): Promise<Buffer> {
  const create = { width, height, channels: 3, background: '#0a7' } as const
  return sharp({ create }).png().toBuffer()
}

export function opendocument(kind: 'text' | 'spreadsheet' | 'presentation'): Buffer {
  return zip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': '<office:document-content/>',
  })
}

export function openxml(folder: 'word' | 'xl' | 'ppt', part: string, mainType: string): Buffer {
  const override = `<Override PartName="/${folder}/${part}" ContentType="${mainType}"/>`
  return zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types>${override}</Types>`,
    '_rels/.rels': '<Relationships/>',
    [`${folder}/${part}`]: '<x/>',
  })
}

/** A ZIP file whose entries are stored as they are. */
export function zip(entries: Record<string, string>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(entries)) {
    const data = Buffer.from(text)
    const fields = entryFields(name, data)
    const head = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), data])
    central.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002\u0014\u0000'),
        fields,
        tail(offset),
        Buffer.from(name),
      ]),
    )
    local.push(head)
    offset += head.length
  }
  return Buffer.concat([...local, ...central, endOf(central, offset)])
}

function entryFields(name: string, data: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt32LE(crc32(data), 10)
  fields.writeUInt32LE(data.length, 14)
  fields.writeUInt32LE(data.length, 18)
  fields.writeUInt16LE(Buffer.byteLength(name), 22)
  return fields
}

function tail(offset: number): Buffer {
  const fields = Buffer.alloc(14)
  fields.writeUInt32LE(offset, 10)
  return fields
}

function endOf(central: Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(central.length, 8)
  end.writeUInt16LE(central.length, 10)
  end.writeUInt32LE(Buffer.concat(central).length, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
