import { z } from 'zod'
import { type Area, changes, count, reads } from '../../platform/openapi/operation.ts'
import { synonymsForm } from './routes.ts'

const wordGroups = z.object({ groups: z.string(), version: count, url: z.string() })

export const synonymsArea: Area = {
  name: 'administration',
  operations: [
    reads('readSynonyms', '/administration/synonymes', { answer: wordGroups }),
    changes('changeSynonyms', '/administration/synonymes', {
      form: synonymsForm,
      answer: wordGroups,
      example: { body: { groups: 'mail, courriel\nmdp, mot de passe', version: 0 } },
    }),
  ],
}
