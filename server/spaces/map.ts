import { Space } from '../../models/space.ts'
import { remember } from '../platform/memory.ts'
import { networkSettings } from '../platform/network/settings.ts'
import { type Light, nightMap } from './night.ts'
import { TOWNS } from './outline.ts'
import { outlinePath, type Point, pair, projectionFor } from './projection.ts'

/** The lights of every space that has a position, remembered until a space changes. */
export function lights(): Promise<Light[]> {
  return remember(['spaces'], 'space lights', async () => {
    const spaces = await Space.find({}, 'latitude longitude lead territory').lean()
    return spaces.flatMap(({ latitude, longitude, lead, territory }) =>
      hasPosition({ latitude, longitude })
        ? [
            {
              latitude: Number(latitude),
              longitude: Number(longitude),
              lead,
              territory: String(territory ?? ''),
            },
          ]
        : [],
    )
  })
}

/** The drawing for heroes, on the network's own dark colour when it has one. */
export function networkMap(): Promise<string> {
  return remember(['spaces', 'networks'], 'night map', async () => {
    const { colours } = await networkSettings()
    return nightMap(await lights(), colours?.bar ? lighter(colours.bar) : undefined)
  })
}

type Pinned = { latitude?: number | null; longitude?: number | null; commune: string; name: string }

/** The map beside a list: a numbered pin for each of these spaces, a dot for every other one. */
export async function listMap(spaces: readonly Pinned[]) {
  const all = await lights()
  const projection = projectionFor(all)
  const pins = spaces.flatMap((space, index) =>
    hasPosition(space)
      ? [{ rank: index + 1, label: `${space.name}, ${space.commune}`, point: at(space) }]
      : [],
  )
  function at({ latitude, longitude }: Pinned) {
    return projection.at({ latitude: Number(latitude), longitude: Number(longitude) })
  }
  return {
    viewBox: projection.viewBox,
    land: projection.brittany ? outlinePath() : '',
    dots: all.map(light => `M${pair(projection.at(light))}h0`).join(''),
    towns: projection.brittany
      ? TOWNS.map(town => ({
          name: town.name,
          transform: `translate(${pair(projection.at(town))})`,
        }))
      : [],
    pins: apart(pins).map(({ point, ...pin }) => ({
      ...pin,
      transform: `translate(${pair(point)})`,
    })),
    some: pins.length > 0,
  }
}

export function hasPosition({ latitude, longitude }: { latitude?: unknown; longitude?: unknown }) {
  return typeof latitude === 'number' && typeof longitude === 'number'
}

const PIN = 18

/** Pins of one town step aside until each can be read and touched. */
function apart<P extends { point: Point }>(pins: P[]): P[] {
  const moved = pins.map((pin, i) => ({ ...pin, point: nudged(pin.point, i) }))
  for (let round = 0; round < 40; round++) {
    for (const [i, a] of moved.entries())
      for (const b of moved.slice(i + 1)) pushApart(a.point, b.point)
  }
  return moved
}

/** Two spaces at the very same place need a direction to part in. */
function nudged([x, y]: Point, index: number): Point {
  return [x + Math.cos(index) * 0.1, y + Math.sin(index) * 0.1]
}

function pushApart(a: Point, b: Point) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = Math.hypot(dx, dy)
  if (length >= PIN || length === 0) return
  const step = (PIN - length) / 2 / length
  a[0] -= dx * step
  a[1] -= dy * step
  b[0] += dx * step
  b[1] += dy * step
}

/** Twelve per cent of white, as the page's own second bar colour. */
function lighter(hex: string) {
  const channels = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16))
  const mixed = channels.map(value => Math.round(value + (255 - value) * 0.12))
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`
}
