import { parse } from 'csv-parse/sync'
import { Invalid } from '../../platform/errors.ts'
import { folded } from '../../platform/http/slugs.ts'

export const MOST_LINES = 2_000

/** A line of the list as its spreadsheet says it; nothing is checked yet. */
export type ListLine = { number: number; name: string; email: string; role: string; space: string }

type Column = 'name' | 'first' | 'email' | 'role' | 'space'

/** What people write at the top of a column, without accents, spaces nor dashes. */
const HEADERS: Record<Column, readonly string[]> = {
  name: [
    ...['nom', 'name', 'nomaffiche', 'nomcomplet', 'fullname'],
    ...['prenometnom', 'prenomnom', 'nometprenom', 'nomprenom'],
  ],
  first: ['prenom', 'firstname'],
  email: [
    ...['email', 'mail', 'courriel', 'mel', 'emailaddress'],
    ...['adresse', 'adresseelectronique', 'adressemail', 'adresseemail', 'adressecourriel'],
  ],
  role: ['role', 'fonction', 'statut'],
  space: ['lieu', 'espace', 'space', 'structure', 'epn', 'cybercommune'],
}

/** Bytes as a spreadsheet saves them: UTF-8 with or without a mark, UTF-16, or else Latin-1. */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The lines of a list whose first one names its columns. Throws Invalid with what is wrong of the whole. */
export function linesOf(text: string): ListLine[] {
  const [header, ...rows] = rowsOf(text)
  const columns = (header?.cells ?? []).map(columnOf)
  if (!columns.includes('email')) throw new Invalid({ list: 'invitations.csv.noEmail' })
  if (rows.length === 0) throw new Invalid({ list: 'invitations.csv.empty' })
  if (rows.length > MOST_LINES)
    throw new Invalid({ list: { key: 'invitations.csv.tooMany', count: MOST_LINES } })
  return rows.map(({ cells, number }) => lineOf(cells, columns, number))
}

type Row = { cells: string[]; number: number }

function rowsOf(text: string): Row[] {
  const rows: Row[] = []
  const keep = (cells: string[], { lines }: { lines: number }) => {
    if (cells.some(Boolean)) rows.push({ cells, number: lines })
    return null
  }
  try {
    parse(text, {
      ...{ bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: true, trim: true, max_record_size: 20_000, to: MOST_LINES + 2 },
      on_record: keep,
    })
  } catch {
    throw new Invalid({ list: 'invitations.csv.unreadable' })
  }
  return rows
}

/** The one that the first line has most of. */
function delimiterOf(text: string) {
  const [first = ''] = text.split(/\r?\n|\r/, 1)
  const counted = [';', ',', '\t'].map(sign => ({ sign, count: first.split(sign).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

function columnOf(title: string): Column | undefined {
  const word = folded(title).replace(/[^a-z0-9]/g, '')
  const columns = ['name', 'first', 'email', 'role', 'space'] as const
  return columns.find(column => HEADERS[column].includes(word))
}

function lineOf(cells: string[], columns: (Column | undefined)[], number: number): ListLine {
  const cell = (column: Column) => clean(cells[columns.indexOf(column)] ?? '')
  return {
    number,
    name: [cell('first'), cell('name')].filter(Boolean).join(' '),
    email: cell('email').toLowerCase(),
    role: cell('role'),
    space: cell('space'),
  }
}

/** One line of text, whatever the cell held. */
function clean(cell: string) {
  return cell
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
}
