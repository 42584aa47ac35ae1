import type { AttachmentRecord } from '../../../../models/attachment.ts'

export type Format = 'pdf' | 'docx' | 'odt' | 'text'

const FORMATS: Record<string, Format> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'text/plain': 'text',
}

/** What can be read of a file, by what its bytes were found to be. */
export function formatOf({ mime }: Pick<AttachmentRecord, 'mime'>): Format | undefined {
  return FORMATS[mime]
}
