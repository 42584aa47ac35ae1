import { readFileSync } from 'node:fs'

/**
 * What may import what; `npm test` checks it. Two ordered lists say it: an import goes down a list, never up, so nothing is in a
 * circle. Every exception stands here, with its reason.
 */

/** The folders of the platform, from the ground up. The files beside them (errors, log, memory…) are the ground itself. */
const PLATFORM = [
  'database',
  'documents',
  'files',
  'jobs',
  'markdown',
  'i18n',
  'time',
  'who',
  'features',
  'network',
  'views',
  'http',
  'openapi',
  'attachments',
  'content',
  'audit',
  'mail',
  'realtime',
]

/** The folders of the features, in the order of `server/features.ts`, and what has no feature of its own above them. */
const FEATURES = [...featureFolders(), 'import', 'operator']

/** Types alone, seven imports in all: who offers a service or describes a feature says of what kind, and is asked by these folders. */
const EXCEPTIONS = {
  // The files, mail and jobs that are attached at start.
  '^server/platform/services\\.ts$': '^server/platform/(files|mail|jobs)/',
  // What a feature gives: kinds of content, parts of mails, personal data, operations of the API.
  '^server/platform/features/feature\\.ts$': '^server/platform/(content|openapi)/',
}

export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing, or hold a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'platform-knows-no-feature',
      comment:
        'Every page stands on the platform: what it needs of features it asks platform/features/feature.ts.',
      severity: 'error',
      from: { path: '^server/platform/' },
      to: { path: '^server/', pathNot: '^server/platform/' },
    },
    {
      name: 'store-stands-alone',
      comment: 'The embedded store could be published alone.',
      severity: 'error',
      from: { path: '^store/src/' },
      to: { path: '^(server|models)/' },
    },
    {
      name: 'models-know-models',
      comment: 'Models import models.',
      severity: 'error',
      from: { path: '^models/' },
      to: { path: '^(server|store)/' },
    },
    {
      name: 'words-know-no-store',
      comment: 'Forms and policies read these lists, and know no database.',
      severity: 'error',
      from: { path: '^models/words/' },
      to: { pathNot: '^models/words/' },
    },
    {
      name: 'forms-and-policies-know-no-database',
      comment: 'They are asked with plain values: import words alone.',
      severity: 'error',
      from: {
        path: '^server/.*[/-](forms?|policy)[.]ts$',
        // They build the page of a form, from records and choices that are stored.
        pathNot: '^server/(library|gatherings)/(kit-form|edit-form)\\.ts$',
      },
      to: {
        path: '^models/|^server/platform/database/|node_modules/(mongoose|mongodb)/',
        pathNot: '^models/words/',
      },
    },
    ...FEATURES.map(notThroughRoutes),
    ...downOnly(
      'platform',
      PLATFORM.map(name => `platform/${name}`),
    ),
    groundOfPlatform(),
    ...downOnly('feature', FEATURES),
  ],
  options: {
    includeOnly: '^(server|models|store/src)/',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
}

/** No folder imports one that comes after it. */
function downOnly(name, folders) {
  return folders.slice(0, -1).map((folder, n) => ({
    name: `${name}-order`,
    comment: `server/${folder} stands below these: turn the import around (a kind, a part, a hook of platform/features/feature.ts).`,
    severity: 'error',
    from: { path: `^server/${folder}/`, pathNot: Object.keys(EXCEPTIONS) },
    to: { path: `^server/(${folders.slice(n + 1).join('|')})/` },
  }))
}

function notThroughRoutes(folder) {
  return {
    name: 'not-through-routes',
    comment:
      'A feature uses what another one does (actions, queries, policy, presenter), never its routes, pages or sockets.',
    severity: 'error',
    from: { path: `^server/${folder}/` },
    to: {
      path: '(routes|pages|sockets)[.]ts$',
      pathNot: [`^server/${folder}/`, '^server/platform/'],
    },
  }
}

function groundOfPlatform() {
  return {
    name: 'platform-ground',
    comment: 'The files at the root of the platform stand below its folders.',
    severity: 'error',
    from: { path: '^server/platform/[^/]+\\.ts$', pathNot: Object.keys(EXCEPTIONS) },
    to: { path: '^server/platform/[^/]+/' },
  }
}

/** As `server/features.ts` lists them. */
function featureFolders() {
  const source = readFileSync(new URL('./server/features.ts', import.meta.url), 'utf8')
  const folders = new Map(
    [...source.matchAll(/import \{ (\w+) \} from '\.\/(.+)\/feature\.ts'/g)].map(
      ([, name, folder]) => [name, folder],
    ),
  )
  const [, list = ''] = /useFeatures\(\[([^\]]*)\]\)/.exec(source) ?? []
  return [...list.matchAll(/(\w+),/g)].flatMap(([, name]) => folders.get(name) ?? [])
}
