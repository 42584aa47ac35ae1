import { z } from 'zod'

export const leavingForm = z.object({
  words: z.enum(['keep', 'remove']),
  /** Not asked of who has just signed in. */
  currentPassword: z.string().max(128).default(''),
})

export const newsForm = z.object({ retour: z.string().max(2000).optional() })
