import { type Operation, reads } from '../platform/openapi/operation.ts'

export const printingOperations: Operation[] = [
  reads('takeResource', '/ressources/:slug.zip', { answer: 'application/zip', visitors: true }),
  reads('printResource', '/ressources/:slug.pdf', { answer: 'application/pdf', visitors: true }),
]
