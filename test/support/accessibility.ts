import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
} satisfies axe.RunOptions

type Found = Pick<axe.AxeResults, 'violations'>

/** What axe finds wrong in the page as it now looks: a line a node, with its rule and selector. */
export async function violationsOf(page: Page, circumstances: string): Promise<string[]> {
  // Evaluated by the debugger, which no Content-Security-Policy hinders.
  await page.evaluate(`window.axe || (() => {${axe.source}})()`)
  const { violations } = await page.evaluate<Found>(
    `axe.run(document, ${JSON.stringify(RULES)}).then(({ violations }) => ({ violations }))`,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      node => `${circumstances}: ${id} at ${node.target.join(' ')} (${node.failureSummary})`,
    ),
  )
}
