import { serve } from '../platform/workers/serve.ts'
import { printPack } from './pdf/print.ts'

/** A pack as the bytes of its PDF. */
serve(printPack)
