import Handlebars from 'handlebars'

type Step = { minutes: number; mode: string }
type Bar = { tone: string; start: number; minutes: number; height: number }

const LEVELS: Record<string, { tone: string; height: number }> = {
  talk: { tone: 'wheat', height: 4 },
  show: { tone: 'sea', height: 7 },
  do: { tone: 'glass', height: 10 },
}
const CARD_MINUTES = 120

/**
 * The pace of a workshop as a strip: a bar a step, its width the minutes, its height what happens.
 * `{{pace steps}}` on cards is two hours wide; `{{pace steps "tall"}}` fills the sheet, and so does
 * `{{pace steps "bars"}}`, where each bar is an element that a script can mark.
 */
export function pace(steps: Step[] | undefined, size?: unknown) {
  const tall = size === 'tall' || size === 'bars'
  const bars = barsOf(steps ?? [])
  const total = bars.reduce((sum, { minutes }) => sum + minutes, 0)
  if (total === 0) return ''
  const width = tall ? total : Math.max(total, CARD_MINUTES)
  const drawn = size === 'bars' ? bars.map(drawBar) : drawTogether(bars)
  return new Handlebars.SafeString(
    `<svg class="pace${tall ? ' tall' : ''}" viewBox="0 0 ${width} 10" preserveAspectRatio="none" aria-hidden="true">${drawn.join('')}</svg>`,
  )
}

function barsOf(steps: Step[]): Bar[] {
  let end = 0
  return steps.map(({ minutes, mode }) => {
    const start = end
    end += minutes
    return { ...(LEVELS[mode] ?? { tone: 'glass', height: 10 }), start, minutes }
  })
}

function drawBar({ tone, start, minutes, height }: Bar) {
  return `<rect data-tone="${tone}" x="${start}" y="${10 - height}" width="${minutes}" height="${height}"/>`
}

/** One element a tone, however many steps: a list has a dozen strips. */
function drawTogether(bars: Bar[]) {
  const tones = [...new Set(bars.map(({ tone }) => tone))]
  return tones.map(tone => {
    const outlines = bars.filter(bar => bar.tone === tone).map(outline)
    return `<path data-tone="${tone}" d="${outlines.join('')}"/>`
  })
}

function outline({ start, minutes, height }: Bar) {
  return `M${start} ${10 - height}h${minutes}v${height}h-${minutes}z`
}
