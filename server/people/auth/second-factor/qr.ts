import { encode } from 'uqr'

/** A QR code as one path of an SVG, a unit a square, with the quiet border that readers need. */
export function qrOf(text: string) {
  const { data, size } = encode(text, { border: 4 })
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return { size, path }
}
