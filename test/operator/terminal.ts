import type { Terminal } from '../../server/operator/terminal.ts'

/** What a command writes, kept for the test. */
export function aTerminal() {
  const said: string[] = []
  const noted: string[] = []
  const terminal: Terminal = {
    say: line => said.push(line),
    note: line => noted.push(line),
    progress: () => {},
    clear: () => {},
  }
  return { said, noted, terminal }
}
