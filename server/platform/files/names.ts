const longest = 120

/**
 * A name that may be shown and that any system can save: no path, no control or direction mark,
 * nothing that Windows refuses, 120 characters at most with its extension.
 */
export function safeFileName(name: string): string {
  const base = fromLatin1(name).normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  const usable = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean
  return shorten(usable || 'file')
}

/** The name with this extension, added when it has another: a name must not promise a false type. */
export function withExtension(name: string, extension: string): string {
  const found = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (found === extension || (found === 'jpeg' && extension === 'jpg')) return name
  return shorten(`${name}.${extension}`)
}

/** The header's value by RFC 6266: an ASCII name for old clients, the true one for the others. */
export function contentDisposition(name: string, kind: 'attachment' | 'inline'): string {
  const safe = safeFileName(name)
  const plain = safe
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7E]|[%\\"]/g, '_')
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeRfc8187(safe)}`
}

// Multipart parsers read a name as Latin-1 where browsers send UTF-8. A name that is not UTF-8
// when read back byte by byte was meant as it is.
function fromLatin1(name: string): string {
  if (!/[\u0080-\u00FF]/.test(name) || /[^\p{ASCII}\u0080-\u00FF]/u.test(name)) return name
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(name, 'latin1'))
  } catch {
    return name
  }
}

function shorten(name: string): string {
  const points = [...name]
  if (points.length <= longest) return name
  const extension = [...(/\.[^. ]{1,12}$/.exec(name)?.[0] ?? '')]
  const stem = points.slice(0, longest - extension.length).join('')
  return `${stem.trimEnd()}${extension.join('')}`
}

function encodeRfc8187(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
