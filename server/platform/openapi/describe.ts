import { STATUS_CODES } from 'node:http'
import type { Translate } from '../i18n/index.ts'
import { scopeFor } from '../who/scopes.ts'
import type { Operation } from './operation.ts'
import { failuresOf } from './responses.ts'
import type { JsonSchema, Schemas } from './schemas.ts'

type Means = { schemas: Schemas; t: Translate }
export type Described = ReturnType<typeof describeOperation>

/** One operation of the document. */
export function describeOperation(operation: Operation, area: string, { schemas, t }: Means) {
  const { id, form, files, status } = operation
  return {
    operationId: id,
    summary: t(`api.operations.${id}`),
    tags: [area],
    security: securityOf(operation),
    parameters: [...inPath(operation), ...inQuery(operation, schemas)],
    ...(form || files ? { requestBody: bodyOf(operation, schemas) } : {}),
    responses: {
      [status]: {
        description: STATUS_CODES[status] ?? String(status),
        ...contentOf(operation, schemas),
      },
      ...failuresOf(operation),
    },
  }
}

/** The scope of the token, or nothing at all where none is accepted. */
function securityOf({ method, path, visitors }: Operation) {
  const scope = scopeFor(method.toUpperCase(), path)
  if (!scope) return []
  return [{ token: [scope] }, ...(visitors ? [{}] : [])]
}

function inPath({ path }: Operation) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function inQuery({ query, example }: Operation, schemas: Schemas) {
  const { properties = {} } = query ? schemas.input(query) : {}
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
    ...(example?.query?.[name] === undefined ? {} : { example: example.query[name] }),
  }))
}

function bodyOf(operation: Operation, schemas: Schemas) {
  return { required: true, content: operation.files ? FILES : formOf(operation, schemas) }
}

function formOf({ form, keeps, example }: Operation, schemas: Schemas) {
  const schema: JsonSchema = form ? schemas.input(form, { keeps }) : {}
  return {
    'application/json': { schema, ...(example?.body ? { example: example.body } : {}) },
  }
}

const FILES = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['files'],
      properties: {
        files: {
          type: 'array',
          items: { type: 'string', contentMediaType: 'application/octet-stream' },
        },
      },
    },
  },
}

function contentOf({ answer }: Operation, schemas: Schemas) {
  if (!answer) return {}
  if (typeof answer === 'string') return { content: { [answer]: { schema: {} } } }
  return { content: { 'application/json': { schema: schemas.output(answer) } } }
}
