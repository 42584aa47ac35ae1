import { runCommand } from '../../server/operator/run.ts'

/**
 * Runs the operator's commands that it is given as JSON, one after the other, in one process: most of the time of a command of its own
 * goes into loading the hub. Writes the list of outcomes as JSON.
 */
const outcomes = []
for (const args of JSON.parse(process.argv[2] ?? '[]')) {
  const said = { stdout: '', stderr: '' }
  const status = await runCommand({
    args,
    environment: process.env,
    out: { write: text => (said.stdout += text) },
    err: { write: text => (said.stderr += text) },
  })
  outcomes.push({ status, ...said })
}
process.stdout.write(JSON.stringify(outcomes), () => process.exit())
