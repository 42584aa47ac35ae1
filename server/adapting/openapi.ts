import { z } from 'zod'
import { difference } from '../library/comparing/openapi.ts'
import { CHOICES } from '../library/merging/conflict.ts'
import { card, resource } from '../library/openapi.ts'
import {
  changes,
  count,
  creates,
  listOf,
  maybe,
  type Operation,
  reads,
} from '../platform/openapi/operation.ts'
import { adaptForm, agreementForm, catchUpForm, ignoreForm } from './forms.ts'

const named = z.object({ title: z.string(), url: z.string(), version: count })

export const waysToAdapt = z.object({
  may: z.boolean(),
  why: maybe(z.string()),
  licences: z.array(z.string()),
  carries: z.array(z.string()),
  original: named,
})

const anything = z.unknown()

export const catchUp = z.object({
  original: named,
  taken: count,
  difference,
  conflicts: z.array(
    z.object({
      id: z.string(),
      field: z.string(),
      step: z.string().optional(),
      kind: z.enum(['value', 'text', 'step', 'order']),
      choice: z.enum(CHOICES),
      chosen: z.boolean(),
      choices: z.array(z.enum(CHOICES)),
      base: anything.optional(),
      mine: anything.optional(),
      theirs: anything.optional(),
    }),
  ),
})

export const adaptingOperations: Operation[] = [
  reads('listAdaptations', '/ressources/:slug/adaptations', {
    answer: listOf(card),
    visitors: true,
  }),
  reads('askToAdapt', '/ressources/:slug/adapter', { answer: waysToAdapt }),
  creates('adaptResource', '/ressources/:slug/adaptations', {
    form: adaptForm,
    answer: resource,
    example: { body: { title: 'Notre copie', licence: 'CC BY-SA 4.0' } },
  }),
  changes('agreeToAdaptations', '/ressources/:slug/adaptations/accord', {
    form: agreementForm,
    answer: resource,
    example: { body: { agreed: true } },
  }),
  reads('readOriginalChanges', '/ressources/:slug/original', { answer: catchUp }),
  changes('takeOriginalChanges', '/ressources/:slug/original', {
    form: catchUpForm,
    answer: resource,
    example: { body: {} },
  }),
  changes('ignoreOriginalChanges', '/ressources/:slug/original/ignorer', {
    form: ignoreForm,
    answer: resource,
    example: { body: {} },
  }),
]
