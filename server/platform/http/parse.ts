import type { Request } from 'express'
import { z } from 'zod'
import { Invalid, type Message } from '../errors.ts'

/** The body of a form or of a JSON request as `schema` says, or Invalid with a message a field. */
export function parse<S extends z.ZodType>(schema: S, req: Request): z.output<S> {
  return check(schema, req.body ?? {})
}

/** Query parameters. What is not understood falls back, as `schema` says with `.catch()`. */
export function parseQuery<S extends z.ZodType>(schema: S, req: Request): z.output<S> {
  return check(schema, req.query)
}

export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields: Record<string, Message> = {}
  for (const issue of result.error.issues) {
    const name = issue.path.join('.') || 'form'
    fields[name] ??= messageOf(issue)
  }
  throw new Invalid(fields)
}

type Issue = z.core.$ZodIssue

/** A custom issue's message is itself a key of the language files. */
function messageOf(issue: Issue): Message {
  switch (issue.code) {
    case 'custom':
      return { key: issue.message }
    case 'too_small':
      return sizeMessage('tooSmall', issue.origin, Number(issue.minimum))
    case 'too_big':
      return sizeMessage('tooBig', issue.origin, Number(issue.maximum))
    case 'invalid_format':
      return { key: issue.format === 'email' ? 'invalid.email' : 'invalid.format' }
    case 'invalid_value':
      return { key: 'invalid.choice' }
    case 'invalid_type':
      return { key: issue.input === undefined ? 'invalid.required' : 'invalid.type' }
    default:
      return { key: 'invalid.type' }
  }
}

function sizeMessage(way: 'tooSmall' | 'tooBig', origin: string, count: number): Message {
  if (origin === 'string' && way === 'tooSmall' && count <= 1) return { key: 'invalid.required' }
  const thing = origin === 'string' ? 'Text' : origin === 'array' ? 'List' : 'Number'
  return { key: `invalid.${way}${thing}`, count }
}

/** What came under some name of a body or a query, if it is text: anything may have been sent there. */
export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A line of text: trimmed, without control characters, nor what ends a line for some readers. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$/)

/** How somebody is called. Mails to addresses that nobody confirmed begin with it: it leads nowhere. */
export const personName = () => requiredLine(60, 2).regex(/^(?!.*(:\/\/|www\.))/i)

export const requiredLine = (max: number, min = 1) => line(max).min(min)

/** Paragraphs, Markdown: line ends made one, no other control character. */
export const text = (max: number) =>
  z
    .string()
    .transform(value => value.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(max)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
        .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/),
    )

export const requiredText = (max: number) => text(max).pipe(z.string().min(1))

/** An HTML form leaves empty fields in; here they count as not given. */
export const blankAsMissing = <S extends z.ZodType>(schema: S) =>
  z.preprocess(value => (value === '' || value === null ? undefined : value), schema)

/** One value or several under the same name, as checkboxes send them; empty ones dropped. */
export const list = <S extends z.ZodType>(item: S, max: number) =>
  z.preprocess(
    value => (value === undefined ? [] : [value].flat().filter(one => one !== '')),
    z.array(item).max(max),
  )

export const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })

/** A slug or an id in a URL is short; anything else finds nothing. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/)
