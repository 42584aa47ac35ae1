import { pino } from 'pino'

/** Structured lines on standard output. Secrets are never handed to it; these paths are a second net. */
export const log = pino({
  level: 'info',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: [
    'password',
    '*.password',
    'token',
    '*.token',
    'cookie',
    'authorization',
    '*.authorization',
    'secret',
    '*.secret',
  ],
})
