import { runCommand } from './operator/run.ts'

process.exitCode = await runCommand({
  args: process.argv.slice(2),
  environment: process.env,
  out: process.stdout,
  err: process.stderr,
})
process.exit()
