type Schema = Record<string, unknown>
type Document = { components: { schemas: Record<string, unknown> } }

/** What of this value is not as its JSON Schema says: a line each. An unknown keyword is a fault too. */
export function faults(value: unknown, schema: unknown, document: Document, at = '$'): string[] {
  if (!isSchema(schema)) return [`${at}: no schema`]
  return Object.entries(schema).flatMap(([keyword, said]) => {
    const check = KEYWORDS[keyword]
    return check ? check({ value, said, schema, document, at }) : [`${at}: keyword ${keyword}?`]
  })
}

type Ground = { value: unknown; said: unknown; schema: Schema; document: Document; at: string }
type Check = (ground: Ground) => string[]

const nothing: Check = () => []

const KEYWORDS: Record<string, Check> = {
  $ref: ({ value, said, document, at }) => {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(String(said))?.[1] ?? ''
    return faults(value, document.components.schemas[name], document, at)
  },
  type: ({ value, said, at }) => {
    const types = [said].flat().map(String)
    return types.some(type => isOf(type, value))
      ? []
      : [`${at}: ${JSON.stringify(value)} is no ${types}`]
  },
  enum: ({ value, said, at }) =>
    Array.isArray(said) && said.includes(value) ? [] : [`${at}: ${String(value)} not in ${said}`],
  const: ({ value, said, at }) =>
    value === said ? [] : [`${at}: ${String(value)} is not ${said}`],
  anyOf: ({ value, said, document, at }) => {
    const tries = [said].flat().map(one => faults(value, one, document, at))
    return tries.some(one => one.length === 0) ? [] : tries.flat()
  },
  allOf: ({ value, said, document, at }) =>
    [said].flat().flatMap(one => faults(value, one, document, at)),
  required: ({ value, said, at }) =>
    [said].flat().flatMap(name => (has(value, String(name)) ? [] : [`${at}.${name}: missing`])),
  properties: ({ value, said, document, at }) =>
    Object.entries(Object(said)).flatMap(([name, inner]) =>
      has(value, name)
        ? faults(Reflect.get(Object(value), name), inner, document, `${at}.${name}`)
        : [],
    ),
  additionalProperties: ({ value, said, schema, document, at }) =>
    Object.entries(Object(value))
      .filter(([name]) => !has(schema.properties ?? {}, name))
      .flatMap(([name, inner]) => faults(inner, said, document, `${at}.${name}`)),
  items: ({ value, said, document, at }) =>
    Array.isArray(value)
      ? value.flatMap((item, n) => faults(item, said, document, `${at}[${n}]`))
      : [],
  format: ({ value, said, at }) => {
    if (said !== 'date-time' || value === null) return []
    const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
    return shape.test(String(value)) ? [] : [`${at}: ${String(value)} is no moment`]
  },
  minimum: ({ value, said, at }) => (Number(value) >= Number(said) ? [] : [`${at}: below ${said}`]),
  maximum: ({ value, said, at }) => (Number(value) <= Number(said) ? [] : [`${at}: above ${said}`]),
  description: nothing,
  id: nothing,
}

function isOf(type: string, value: unknown) {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function has(value: unknown, name: string) {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
}

function isSchema(schema: unknown): schema is Schema {
  return typeof schema === 'object' && schema !== null
}
