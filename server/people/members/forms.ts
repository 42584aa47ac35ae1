import { z } from 'zod'
import { line } from '../../platform/http/parse.ts'

/** Skills come one a line, or separated by commas, or as a JSON list. */
export const skills = z.preprocess(
  value => (typeof value === 'string' ? value.split(/[,\n]/) : value),
  z
    .array(line(60))
    .transform(list => list.filter(Boolean))
    .pipe(z.array(z.string()).max(20))
    .default([]),
)
