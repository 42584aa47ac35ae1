import { STATUS_CODES } from 'node:http'
import type { Translate } from '../i18n/index.ts'
import type { Operation } from './operation.ts'

/** What is told when something fails, everywhere the same. */
export const FAILURES = {
  Failure: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message', 'requestId'],
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          requestId: { type: 'string' },
          scope: { type: 'string' },
        },
      },
    },
  },
  Invalid: {
    type: 'object',
    required: ['errors'],
    properties: { errors: { type: 'object', additionalProperties: { type: 'string' } } },
  },
}

const STATUSES = [401, 403, 404, 422, 429] as const

export function commonResponses(t: Translate) {
  const named = STATUSES.map(status => [
    nameOf(status),
    {
      description: t(`api.failures.${status}`),
      content: json(status === 422 ? 'Invalid' : 'Failure'),
    },
  ])
  return Object.fromEntries(named)
}

/** Those that an operation may answer instead. */
export function failuresOf({ path, form, files, visitors }: Operation) {
  const possible = {
    401: true,
    403: true,
    404: /:/.test(path) || !visitors,
    422: Boolean(form) || Boolean(files),
    429: true,
  }
  return Object.fromEntries(
    STATUSES.filter(status => possible[status]).map(status => [
      String(status),
      { $ref: `#/components/responses/${nameOf(status)}` },
    ]),
  )
}

function json(schema: string) {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } }
}

/** `Too Many Requests` → `TooManyRequests` */
function nameOf(status: number) {
  return (STATUS_CODES[status] ?? String(status)).replace(/\W/g, '')
}
