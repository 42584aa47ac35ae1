import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { root } from '../../server/platform/root.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The short form: each page has to parse it anew. */
const source = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

type Found = Pick<axe.AxeResults, 'violations'>

/** What axe finds wrong in the page as it now looks: a line a node, with its rule and selector. */
export async function violationsOf(page: Page, circumstances: string): Promise<string[]> {
  const options = {
    runOnly: { type: 'tag', values: TAGS },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  } satisfies axe.RunOptions
  // Evaluated by the debugger, which no Content-Security-Policy hinders.
  const { violations } = await page.evaluate<Found>(
    `(() => { if (!window.axe) {${source}} })(), axe.run(document, ${JSON.stringify(options)})
      .then(({ violations }) => ({ violations }))`,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      node => `${circumstances}: ${id} at ${node.target.join(' ')} (${node.failureSummary})`,
    ),
  )
}
