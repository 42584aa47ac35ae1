/** Errors that a reader is told about. Their text is a key of the language files, never a sentence. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  /** What its sentence speaks of; programs get it too. */
  readonly values: Record<string, string>

  constructor(status: number, code: string, values: Record<string, string> = {}) {
    super(code)
    this.status = status
    this.code = code
    this.values = values
  }
}

export class NotFound extends HttpError {
  constructor() {
    super(404, 'notFound')
  }
}

/** Nobody is signed in, and the page or the action asks for a member. */
export class SignInFirst extends HttpError {
  constructor() {
    super(401, 'signInFirst')
  }
}

export class Forbidden extends HttpError {
  constructor(code = 'forbidden') {
    super(403, code)
  }
}

export class Conflict extends HttpError {
  constructor(code = 'conflict') {
    super(409, code)
  }
}

export class TooMany extends HttpError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(429, 'tooMany')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A sentence of the language files with what it speaks of: `{ key: 'invalid.tooLong', max: 80 }`. */
export type Message = { key: string } & Record<string, string | number>

/** Input that breaks the rules: one message a field, `steps.0.title` for nested ones. */
export class Invalid extends HttpError {
  readonly fields: Record<string, Message>

  constructor(fields: Record<string, Message | string>) {
    super(422, 'invalid')
    this.fields = Object.fromEntries(
      Object.entries(fields).map(([name, message]) => [
        name,
        typeof message === 'string' ? { key: message } : message,
      ]),
    )
  }
}
