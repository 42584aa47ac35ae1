import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.mjs'

/**
 * Runs a command from the project's root and resolves to { code, output }. Signals received meanwhile reach the
 * command, so that stopping us stops it. `quiet` keeps its output back for whoever wants to show it.
 */
export function run(command, args, { quiet = false, env = process.env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // npm is a .cmd file on Windows, which only a shell can start
      shell: process.platform === 'win32' && command === 'npm',
    })
    const output = []
    child.stdout?.on('data', chunk => output.push(chunk))
    child.stderr?.on('data', chunk => output.push(chunk))
    const stopPassing = passSignals(child)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      stopPassing()
      resolve({ code: code ?? exitCodeOf(signal), output: Buffer.concat(output).toString() })
    })
  })
}

export function runNode(args, options) {
  return run(process.execPath, args, options)
}

function passSignals(child) {
  const pass = signal => {
    // a terminal has already told everybody; twice would mean "at once" to a server that is closing
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  return () => {
    for (const signal of signals) process.off(signal, pass)
  }
}

function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0)
}
