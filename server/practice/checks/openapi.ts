import { z } from 'zod'
import { byline } from '../../library/schemas.ts'
import {
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  type Operation,
  reads,
  removes,
} from '../../platform/openapi/operation.ts'
import { checkForm } from './forms.ts'

const check = z
  .object({
    ...{ id, url: z.string(), member: maybe(byline), works: z.boolean() },
    ...{ tool: z.string(), toolVersion: z.string(), system: z.string(), word: z.string() },
    ...{ version: count, at: moment },
  })
  .meta({ id: 'Verification' })

const VERIFICATIONS = '/ressources/:slug/verifications'

export const checkOperations: Operation[] = [
  reads('listVerifications', VERIFICATIONS, { answer: listOf(check) }),
  creates('verifyResource', VERIFICATIONS, {
    form: checkForm,
    answer: check,
    example: {
      body: { works: true, tool: 'LibreOffice', toolVersion: '24.2', system: 'Windows 11' },
    },
  }),
  removes('takeBackVerification', `${VERIFICATIONS}/:id/suppression`),
]
