import Handlebars from 'handlebars'

type Step = { minutes: number; mode: string }

const LEVELS: Record<string, { tone: string; height: number }> = {
  talk: { tone: 'wheat', height: 4 },
  show: { tone: 'sea', height: 7 },
  do: { tone: 'glass', height: 10 },
}
const CARD_MINUTES = 120

/**
 * The pace of a workshop as a strip: a bar a step, its width the minutes, its height what happens.
 * `{{pace steps}}` on cards is two hours wide; `{{pace steps "tall"}}` fills the sheet.
 */
export function pace(steps: Step[] | undefined, size?: unknown) {
  const tall = size === 'tall'
  let start = 0
  const bars = (steps ?? []).map(step => {
    const bar = drawBar(step, start)
    start += step.minutes
    return bar
  })
  if (start === 0) return ''
  const width = tall ? start : Math.max(start, CARD_MINUTES)
  return new Handlebars.SafeString(
    `<svg class="pace${tall ? ' tall' : ''}" viewBox="0 0 ${width} 10" preserveAspectRatio="none" aria-hidden="true">${bars.join('')}</svg>`,
  )
}

function drawBar(step: Step, start: number) {
  const { tone, height } = LEVELS[step.mode] ?? { tone: 'glass', height: 10 }
  return `<rect data-tone="${tone}" x="${start}" y="${10 - height}" width="${step.minutes}" height="${height}"/>`
}
