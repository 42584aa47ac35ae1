import { plainText } from '../markdown/render.ts'
import type { Neighbour } from './kind.ts'

const AROUND = 2

/** The numbers of what stands two before and two after, as a condition. */
export function around(number: number) {
  return { $gte: number - AROUND, $lte: number + AROUND }
}

export function neighbour(
  { author, body }: { author: unknown; body: string },
  number: number,
  current: number,
): Neighbour {
  return { number, author, excerpt: plainText(body, 160), current: number === current }
}
