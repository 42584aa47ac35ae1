import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { type Doc, isDoc, setField } from '../values.ts'
import type { Stage } from './arguments.ts'

const DECISIONS = { KEEP: Symbol('keep'), PRUNE: Symbol('prune'), DESCEND: Symbol('descend') }

/** `$redact`: an expression decides of each document, and of those within it, what is seen. */
export function compileRedact(spec: unknown): Stage {
  const decide = compileExpression(spec, [...Object.keys(DECISIONS), 'ROOT'])
  return function* (documents) {
    for (const document of documents) {
      const seen = redacted(document, document, decide)
      if (seen) yield seen
    }
  }
}

function redacted(level: Doc, top: Doc, decide: Evaluate): Doc | undefined {
  const decision = decide({ root: level, variables: { ...DECISIONS, ROOT: top } })
  if (decision === DECISIONS.KEEP) return level
  if (decision === DECISIONS.PRUNE) return undefined
  if (decision !== DECISIONS.DESCEND)
    throw new StoreError(
      'Location17053',
      "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE",
    )
  const out: Doc = {}
  for (const [key, value] of Object.entries(level)) {
    const seen = within(value, top, decide)
    if (seen !== undefined) setField(out, key, seen)
  }
  return out
}

function within(value: unknown, top: Doc, decide: Evaluate): unknown {
  if (isDoc(value)) return redacted(value, top, decide)
  if (!Array.isArray(value)) return value
  return value.map(item => within(item, top, decide)).filter(item => item !== undefined)
}
