import { z } from 'zod'
import { LEGAL_PAGES } from '../../models/words/legal-page.ts'
import { COMPLIANCES } from '../../models/words/network.ts'
import {
  type Area,
  changes,
  count,
  id,
  maybe,
  moment,
  type Operation,
  reads,
} from '../platform/openapi/operation.ts'
import { legalForm, pageForm, previewForm, resetForm } from './forms.ts'

export const pagesArea: Area = {
  name: 'machines',
  operations: [
    reads('readHealth', '/sante', {
      answer: z.object({ status: z.enum(['ok', 'failing']), problems: z.array(z.string()) }),
      visitors: true,
    }),
    reads('readDescription', '/api/openapi.json', {
      answer: z.object({ openapi: z.string(), paths: z.looseObject({}) }),
      visitors: true,
    }),
  ],
}

const facts = z
  .object({
    ...{ publisher: z.string().optional(), address: z.string().optional() },
    ...{ director: z.string().optional(), host: z.string().optional() },
    ...{ contact: z.string().optional(), dataContact: z.string().optional(), url: z.string() },
    compliance: z.enum(COMPLIANCES).optional(),
  })
  .meta({ id: 'LegalFacts' })

const version = z
  .object({
    ...{ name: z.enum(LEGAL_PAGES), version: count, url: z.string(), own: z.boolean() },
    ...{ important: z.boolean(), by: id, at: moment },
  })
  .meta({ id: 'LegalVersion' })

const words = { fr: z.string(), en: z.string() }

const page = z.object({
  ...{ name: z.enum(LEGAL_PAGES), url: z.string(), version: count, own: z.boolean() },
  ...words,
})

const line = z.object({
  ...{ name: z.enum(LEGAL_PAGES), url: z.string(), version: count, own: z.boolean() },
})

const ADDRESS = '/administration/pages'
const example = { fr: '## Qui publie\n\nNous.', en: '## Who publishes\n\nWe do.' }

/** They stand with those of the administration. */
export const legalOperations: Operation[] = [
  reads('listLegalPages', ADDRESS, { answer: facts.extend({ items: z.array(line) }) }),
  changes('changeLegalFacts', ADDRESS, {
    form: legalForm,
    answer: facts,
    example: { body: { publisher: 'Région Bretagne', contact: 'contact@example.org' } },
  }),
  reads('readLegalPage', `${ADDRESS}/:page`, {
    answer: page.extend({ history: z.array(version) }),
  }),
  changes('writeLegalPage', `${ADDRESS}/:page`, {
    form: pageForm,
    answer: version,
    example: { body: { ...example, important: false } },
  }),
  changes('previewLegalPage', `${ADDRESS}/:page/apercu`, {
    form: previewForm,
    answer: page.extend({ preview: z.object(words) }),
    example: { body: example },
  }),
  changes('resetLegalPage', `${ADDRESS}/:page/retablissement`, {
    form: resetForm,
    answer: version,
    example: { body: {} },
  }),
  reads('readLegalVersion', `${ADDRESS}/:page/versions/:version`, {
    answer: version.extend({ fr: maybe(z.string()), en: maybe(z.string()) }),
  }),
]
