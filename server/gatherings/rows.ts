/** The programme as it comes: a JSON list, the same as text in a multipart form, or numbered rows of fields. */
export function slotRows(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() ? fromJson(value) : []
  if (value === undefined || value === null) return []
  if (Array.isArray(value) || typeof value !== 'object') return value
  const rows = Object.entries(value).filter(([key]) => /^\d{1,4}$/.test(key))
  return rows.length ? rows.sort(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row) : value
}

/** An empty row of the form is no slot; its place stays, so that messages find their row. */
export function isBlankRow(row: unknown) {
  return (
    row === null ||
    row === undefined ||
    (typeof row === 'object' &&
      Object.values(row).every(value => typeof value === 'string' && value.trim() === ''))
  )
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
