import { z } from 'zod'
import { secondFactorCode } from '../forms.ts'

const currentPassword = z.string().min(1).max(128)

export const passwordOnly = z.object({ currentPassword })

export const passwordAndCode = z.object({ currentPassword, code: secondFactorCode })
