import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from './agent.ts'
import { built } from './built.ts'

export const FOUNDER = { name: 'Alan', email: 'alan@example.org', password: 'cidre et galettes' }

/** A hub in its own process, as it is deployed, on a port of its own: for what only a process can show. */
export class HubProcess {
  readonly url: string
  readonly token: string | undefined
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, said: string) {
    this.#child = child
    this.url = /Rouedad: (\S+)/.exec(said)?.[1] ?? ''
    this.token = /token=(\S+)/.exec(said)?.[1]
  }

  static async start(environment: Record<string, string>) {
    const child = spawn(process.execPath, built('index'), {
      env: { ...process.env, LOG_LEVEL: 'error', PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return new HubProcess(child, await firstWords(child))
  }

  /** A browser in which the first administrator, installed now if nobody was, is signed in. */
  async founder() {
    const agent = new Agent(this.url)
    if (this.token) await agent.postJson('/installation', { ...FOUNDER, token: this.token })
    await agent.signIn(FOUNDER.email, FOUNDER.password)
    return agent
  }

  /** Ends the process; its exit code, null when the signal itself ended it. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL') {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      return this.#child.exitCode
    const gone = once(this.#child, 'exit')
    this.#child.kill(signal)
    await gone
    return this.#child.exitCode
  }
}

/** What it prints once it serves: its address, its data, and how to install it. */
function firstWords(child: ChildProcess) {
  return new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.setEncoding('utf8').on('data', (words: string) => {
      said += words
      if (/Data:.*\n[\s\S]*\n\n/.test(`${said}\n`)) resolve(said)
    })
    child.once('exit', () => reject(new Error(`The hub did not start: ${said}`)))
  })
}
