/** The tokens of `public/css/tokens.css` on paper, and the measures of an A4 page in points. */
export const INK = '#10263a'
export const SOFT = '#4a5b68'
export const EDGE = '#6f7f8a'
export const LINE = '#dcdad2'
export const SUNK = '#f3f2ee'
export const LINK = '#0a5a63'
export const MODES = {
  talk: { colour: '#b5761a', height: 4 },
  show: { colour: '#3d7db4', height: 7 },
  do: { colour: '#2c8a7a', height: 10 },
} as const

export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 44, bottom: 792 }
export const WIDTH = PAGE.right - PAGE.left

export type Face = 'text-regular' | 'text-bold' | 'display-bold' | 'mono'

/** How letters look; `href` makes them a link. */
export type Style = {
  face: Face
  size: number
  colour: string
  oblique?: boolean
  strike?: boolean
  href?: string
}
/** `\n` in the text begins a new line. */
export type Piece = { text: string; style: Style }

export const TEXT: Style = { face: 'text-regular', size: 10.5, colour: INK }
export const SMALL: Style = { face: 'text-regular', size: 9, colour: SOFT }
/** From the top of one line to the top of the next, in sizes of its letters. */
export const LEADING = 1.42
