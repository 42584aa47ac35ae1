import type { Request } from 'express'

/** The buttons of the steps that ask for the same form again, with other rows. */
export function reshapesSteps(req: Request) {
  if (req.method !== 'POST') return false
  return Boolean(req.body?.addSteps || req.body?.moveStep || req.body?.removeStep)
}

/** What was typed, with a step one place up (`moveStep=2:-1`) or down, or away. */
export function reshaped({ body }: Request): Record<string, unknown> {
  const { addSteps: _, moveStep, removeStep, ...values } = body
  if (!Array.isArray(values.steps)) return values
  const steps: unknown[] = [...values.steps]
  if (moveStep !== undefined) move(steps, String(moveStep))
  else if (removeStep !== undefined) steps.splice(rowOf(String(removeStep), steps), 1)
  return { ...values, steps }
}

function move(steps: unknown[], asked: string) {
  const [from = '', by = ''] = asked.split(':')
  const at = rowOf(from, steps)
  const to = at + (by === '-1' ? -1 : 1)
  if (to < 0 || to >= steps.length) return
  const [moved] = steps.splice(at, 1)
  steps.splice(to, 0, moved)
}

/** Beyond the last one where it names none: nothing is moved or removed. */
function rowOf(text: string, steps: unknown[]) {
  return /^\d{1,3}$/.test(text) ? Number(text) : steps.length
}
