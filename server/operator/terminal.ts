/** Where a command writes: what it was asked for, and beside it what it is doing. */
export type Terminal = {
  /** A line of the answer, on standard output. */
  say(line: string): void
  /** A line for whoever watches, on standard error. */
  note(line: string): void
  /** How far long work is: rewritten on a terminal, a line each few seconds elsewhere. */
  progress(line: string): void
  /** Takes the last progress away before something else is written. */
  clear(): void
}

export type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const PAUSE_MS = { terminal: 100, elsewhere: 5_000 }

export function terminalOn(out: Out, err: Out): Terminal {
  const pause = err.isTTY ? PAUSE_MS.terminal : PAUSE_MS.elsewhere
  let last = Date.now()
  let shown = false
  const clear = () => {
    if (shown) err.write('\r\x1b[2K')
    shown = false
  }
  const write = (where: Out, line: string) => {
    clear()
    where.write(`${line}\n`)
  }
  return {
    clear,
    say: line => write(out, line),
    note: line => write(err, line),
    progress(line) {
      if (Date.now() - last < pause) return
      last = Date.now()
      if (!err.isTTY) return void err.write(`${line}\n`)
      err.write(`\r\x1b[2K${line.slice(0, (err.columns ?? 80) - 1)}`)
      shown = true
    },
  }
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3))
  const amount = count / 1000 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[power]}`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
