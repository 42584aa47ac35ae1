/** A step that failed for a reason already told in `message`: the command prints it, without a stack, and exits. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a whole command: what it throws becomes a message and an exit code. */
export async function command(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error)
    process.exitCode = error.exitCode ?? 1
  }
}
