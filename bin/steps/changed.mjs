import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dependents, importers } from './import-graph.mjs'
import { root } from './root.mjs'
import { allTestFiles } from './test-files.mjs'

/** Everything hangs together here: by what lies beyond, each test of a running hub would be reached from each file. */
const HUB = ['server/start.ts', 'server/app.ts', 'server/features.ts', 'test/support/hub.ts']

/** Where the tests are of what is no TypeScript; the first that fits counts. `$1` is the first group of the pattern. */
const ELSEWHERE = [
  [/^server\/platform\/i18n\/\w+\/([\w-]+)\.json$/, ['test/platform/i18n', 'test/$1']],
  [/^views\/([\w-]+)\//, ['test/platform/views', 'test/$1']],
  [/^public\//, ['test/public', 'test/platform/http']],
  [/^bin\//, ['test/bin', 'test/cli.test.ts']],
  [/^(package(-lock)?|tsconfig.*)\.json$/, ['test/bin', 'test/start.test.ts', 'test/cli.test.ts']],
]
/** What asks the whole hub, page after page: for a run of everything, unless these tests themselves were changed. */
const WHOLE = /^test\/(journeys|matrix|attacks)\//

/**
 * The test files for what was changed since `main`, committed or not: those that import it without a running hub between, and those of
 * the folder of its feature and of the features that import it directly.
 */
export function changedTestFiles(changes = changedPaths()) {
  const graph = importers()
  const sources = changes.filter(path => path.endsWith('.ts'))
  const reached = dependents(sources, graph, file => HUB.includes(file))
  const used = sources.filter(path => !path.startsWith('test/'))
  const folders = new Set([
    ...used.map(testFolderOf),
    ...used.flatMap(path => [...(graph.get(path) ?? [])].map(testFolderOf)),
    ...changes.flatMap(foldersElsewhere),
  ])
  const changedWhole = dependents(
    sources.filter(path => WHOLE.test(path)),
    graph,
  )
  const isWanted = file =>
    WHOLE.test(file)
      ? changedWhole.has(file)
      : reached.has(file) || [...folders].some(folder => isIn(file, folder))
  return allTestFiles().filter(isWanted)
}

function changedPaths() {
  const base = git('merge-base', 'HEAD', 'main')[0] ?? 'HEAD'
  const since = base === git('rev-parse', 'HEAD')[0] && isClean() ? 'HEAD~1' : base
  return [
    ...git('diff', '--name-only', '--no-renames', since),
    ...git('ls-files', '--others', '--exclude-standard'),
  ]
}

function isClean() {
  return git('status', '--porcelain').length === 0
}

function git(...args) {
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return (stdout ?? '').split('\n').filter(Boolean)
}

/** The nearest folder below test/ for a folder of the server: `server/chat/live/x.ts` is tested in test/chat/live or test/chat. */
function testFolderOf(path) {
  let folder = dirname(path.replace(/^(server|models)\b/, 'test'))
  if (path.startsWith('models/')) folder = 'test/models'
  while (!existsSync(join(root, folder))) folder = dirname(folder)
  return folder
}

function foldersElsewhere(path) {
  const found = ELSEWHERE.find(([pattern]) => pattern.test(path))
  if (!found) return []
  const [, name = ''] = found[0].exec(path) ?? []
  return found[1].map(folder => folder.replace('$1', name))
}

function isIn(file, folder) {
  return folder !== 'test' && (file === folder || file.startsWith(`${folder}/`))
}
