import { brittany, type Place } from './outline.ts'

export type Point = [x: number, y: number]
export type Projection = {
  /** Brittany's outline is part of the drawing. */
  brittany: boolean
  viewBox: string
  at(place: Place): Point
}

const WIDTH = 616
const HEIGHT = 376
/** Brittany, with the sea around it. */
const FRAME = { west: -5.2, east: -0.95, north: 48.95, south: 47.2 }
const UNITS_A_DEGREE = 227

/**
 * Where places stand on the drawing. A network that is (nearly) all in Brittany is drawn on it; another
 * one fills the frame with its own bounds. Degrees of longitude shrink as they do at that latitude.
 */
export function projectionFor(places: readonly Place[]): Projection {
  const inside = places.filter(isInFrame).length
  return inside >= places.length * 0.9 ? onBrittany : fitted(places)
}

const onBrittany: Projection = {
  brittany: true,
  viewBox: `30 8 ${WIDTH} ${HEIGHT}`,
  at: ({ latitude, longitude }) => [
    (longitude - FRAME.west) * UNITS_A_DEGREE * 0.668,
    (FRAME.north - latitude) * UNITS_A_DEGREE,
  ],
}

/** The outline of Brittany as a path's data. */
export function outlinePath() {
  return brittany()
    .map(shape => `M${shape.map(place => pair(onBrittany.at(place))).join('L')}z`)
    .join('')
}

export function pair([x, y]: Point) {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}

function fitted(places: readonly Place[]): Projection {
  const latitudes = places.map(({ latitude }) => latitude)
  const longitudes = places.map(({ longitude }) => longitude)
  const middle = { latitude: centre(latitudes), longitude: centre(longitudes) }
  const shrink = Math.max(0.05, Math.cos((middle.latitude * Math.PI) / 180))
  const [width, height] = [spread(longitudes) * shrink, spread(latitudes)]
  const margin = 40
  const scale = Math.min((WIDTH - margin * 2) / width, (HEIGHT - margin * 2) / height)
  return {
    brittany: false,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    at: ({ latitude, longitude }) => [
      WIDTH / 2 + (longitude - middle.longitude) * shrink * scale,
      HEIGHT / 2 + (middle.latitude - latitude) * scale,
    ],
  }
}

function centre(values: number[]) {
  return (Math.min(...values) + Math.max(...values)) / 2
}

/** At least a tenth of a degree, so that one place alone is not magnified without end. */
function spread(values: number[]) {
  return Math.max(0.1, Math.max(...values) - Math.min(...values))
}

function isInFrame({ latitude, longitude }: Place) {
  return (
    latitude > FRAME.south &&
    latitude < FRAME.north &&
    longitude > FRAME.west &&
    longitude < FRAME.east
  )
}
