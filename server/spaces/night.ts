import { gabrielGraph, type Segment, spanningTree } from './mesh.ts'
import { outlinePath, type Point, pair, projectionFor } from './projection.ts'

export type Light = { latitude: number; longitude: number; lead: boolean; territory: string }

const LAND = '#1e3b52'
const MESH = '#5fa8a0'
const LIGHTS = '#a6e4d8'
const HEADS = '#ffc53d'

/**
 * The network as lights, an SVG of its own: each territory joined by its shortest tree, its lead spaces
 * brighter and joined across territories. It has no style element: pages forbid them.
 */
export function nightMap(lights: readonly Light[], land = LAND): string {
  const projection = projectionFor(lights)
  const placed = lights.map(light => ({ ...light, point: projection.at(light) }))
  const heads = placed.filter(({ lead }) => lead).map(({ point }) => point)
  const others = placed.filter(({ lead }) => !lead).map(({ point }) => point)
  const mesh = [...trees(placed), ...gabrielGraph(heads)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${projection.viewBox}" fill="none" stroke-linecap="round" stroke-linejoin="round">`,
    projection.brittany
      ? `<path d="${outlinePath()}" fill="${land}" stroke="${land}" stroke-width="4"/>`
      : '',
    path(mesh.map(line).join(''), MESH, 0.8),
    path(others.map(dot).join(''), LIGHTS, 3),
    path(heads.map(dot).join(''), HEADS, 8),
    '</svg>',
  ].join('')
}

type Placed = Light & { point: Point }

/** A tree a territory, grown from its lead space. */
function trees(placed: Placed[]): Segment[] {
  const territories = new Map<string, Placed[]>()
  for (const light of placed)
    territories.set(light.territory, [...(territories.get(light.territory) ?? []), light])
  return [...territories.values()].flatMap(lights =>
    spanningTree(lights.sort((a, b) => Number(b.lead) - Number(a.lead)).map(({ point }) => point)),
  )
}

function line([from, to]: Segment) {
  return `M${pair(from)}L${pair(to)}`
}

/** A line of no length with round ends is a dot. */
function dot(point: Point) {
  return `M${pair(point)}h0`
}

function path(data: string, colour: string, width: number) {
  return data ? `<path d="${data}" stroke="${colour}" stroke-width="${width}"/>` : ''
}
