import { z } from 'zod'

/** What a feature says of one of its routes; its sentences are `api.operations.ID` of the language files. */
export type Operation = {
  id: string
  method: 'get' | 'post'
  /** As the router writes it: `/discussions/:id`. */
  path: string
  status: 200 | 201 | 202 | 204
  /** The JSON of the answer, or the media type of a file. */
  answer?: z.ZodType | string
  query?: z.ZodObject
  /** The very form that reads the body. */
  form?: z.ZodType
  /** What a change does not name stays as it is: nothing is required. */
  keeps?: boolean
  /** The body is multipart, with files under `files`. */
  files?: boolean
  /** Visitors may ask too, for what is public. */
  visitors?: boolean
  example?: { query?: Record<string, string>; body?: Record<string, unknown> }
}

/** The operations of a feature, under one heading of the description. */
export type Area = { name: string; operations: Operation[] }

type Reading = Omit<Operation, 'id' | 'method' | 'path' | 'status' | 'form' | 'keeps' | 'files'>
type Writing = Partial<Omit<Operation, 'id' | 'method' | 'path'>>

export function reads(id: string, path: string, about: Reading): Operation {
  return { id, method: 'get', path, status: 200, ...about }
}

/** A creation answers 201 with the record, a change 200 with it, a removal 204 with nothing. */
export function creates(id: string, path: string, about: Writing): Operation {
  return { id, method: 'post', path, status: 201, ...about }
}

export function changes(id: string, path: string, about: Writing): Operation {
  return { id, method: 'post', path, status: 200, ...about }
}

export function removes(id: string, path: string, about: Writing = {}): Operation {
  return { id, method: 'post', path, status: 204, ...about }
}

/** A page of a list, and the address of the next one. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    total: z.number().int(),
    next: z.string().nullable(),
  })
}

export const id = z.string()
export const count = z.number().int()
export const moment = z.string().meta({ format: 'date-time' })
export const maybe = <S extends z.ZodType>(schema: S) => schema.nullable()
