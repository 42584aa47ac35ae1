import { serve } from '../../../platform/workers/serve.ts'
import { weaknessOf } from './judge.ts'

export type Judged = { password: string; personal: string[] }

serve(({ password, personal }: Judged) => weaknessOf(password, personal))
