import type { Point } from './projection.ts'

export type Segment = [Point, Point]

/** The shortest set of lines that joins all these points (Prim), from the first one. */
export function spanningTree(points: readonly Point[]): Segment[] {
  const [root, ...others] = points
  if (!root) return []
  // For each point that is not joined yet, the nearest one that is.
  const waiting = others.map(point => ({ point, from: root, length: distance(point, root) }))
  const segments: Segment[] = []
  while (waiting.length > 0) {
    const next = waiting.reduce((best, one) => (one.length < best.length ? one : best))
    waiting.splice(waiting.indexOf(next), 1)
    segments.push([next.from, next.point])
    for (const one of waiting) {
      const length = distance(one.point, next.point)
      if (length < one.length) Object.assign(one, { from: next.point, length })
    }
  }
  return segments
}

/** Two points are neighbours when nobody stands in the circle between them (Gabriel graph). */
export function gabrielGraph(points: readonly Point[]): Segment[] {
  const segments: Segment[] = []
  points.forEach((a, i) => {
    points.slice(i + 1).forEach(b => {
      const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      const radius = distance(a, middle) * 0.98
      const between = points.some(c => c !== a && c !== b && distance(c, middle) <= radius)
      if (!between) segments.push([a, b])
    })
  })
  return segments
}

function distance(a: Point, b: Point) {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}
