import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCOPES } from '../../../models/words/token.ts'
import { type Language, translator } from '../i18n/index.ts'
import { root } from '../root.ts'
import { areas } from './areas.ts'
import { type Described, describeOperation } from './describe.ts'
import { commonResponses, FAILURES } from './responses.ts'
import { Schemas } from './schemas.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The whole description, OpenAPI 3.1, in the words of one language. */
export function describe(language: Language) {
  const t = translator(language)
  const schemas = new Schemas()
  const paths: Record<string, Record<string, Described>> = {}
  for (const { name, operations } of areas()) {
    for (const operation of operations) {
      const address = addressOf(operation.path)
      paths[address] ??= {}
      paths[address][operation.method] = describeOperation(operation, name, { schemas, t })
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: t('api.title'),
      version: String(version),
      description: t('api.description'),
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    tags: areas().map(({ name }) => ({ name, description: t(`api.areas.${name}`) })),
    paths,
    components: {
      schemas: { ...schemas.components, ...FAILURES },
      responses: commonResponses(t),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: t('api.tokenHelp') },
      },
    },
    'x-scopes': Object.fromEntries(SCOPES.map(scope => [scope, t(`tokens.scopes.${scope}`)])),
  }
}

/** `/discussions/:id` → `/discussions/{id}` */
function addressOf(path: string) {
  return path.replace(/:(\w+)/g, '{$1}')
}
