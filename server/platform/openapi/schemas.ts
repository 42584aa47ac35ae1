import { z } from 'zod'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/**
 * JSON Schemas of zod's, as OpenAPI 3.1 wants them: those that have a name (`.meta({ id })`) stand once
 * among the components, and the others refer to them.
 */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {}

  /** What a program may send. With `keeps`, it may name only what it changes. */
  input(form: z.ZodType, { keeps = false } = {}) {
    const schema = this.#convert(form, 'input')
    if (keeps) delete schema.required
    return schema
  }

  /** What the hub answers. A program must not stumble over a field that comes later. */
  output(answer: z.ZodType) {
    return this.#convert(answer, 'output')
  }

  #convert(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...schema
    } = z.toJSONSchema(type, {
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema, zodSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
        if (io === 'input' && zodSchema instanceof z.ZodObject)
          Object.assign(jsonSchema, { required: requiredIn(zodSchema) })
      },
    })
    for (const [name, named] of Object.entries($defs)) this.components[name] ??= moved(named)
    const { id } = schema
    if (typeof id !== 'string') return moved(schema)
    this.components[id] ??= moved(schema)
    return { $ref: `${COMPONENTS}${id}` }
  }
}

/** Those that cannot be left out: the field itself is asked, since it may make a value of nothing. */
function requiredIn({ shape }: z.ZodObject) {
  return Object.entries(shape)
    .filter(([, field]) => !z.safeParse(field, undefined).success)
    .map(([name]) => name)
}

const COMPONENTS = '#/components/schemas/'

/** References lead to the components, and names, which stand there as keys, go. */
function moved(schema: object): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key === '$ref' && typeof value === 'string') return value.replace('#/$defs/', COMPONENTS)
    return value
  })
}
