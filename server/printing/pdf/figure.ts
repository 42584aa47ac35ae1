import type { Pack } from '../pack.ts'
import type { Flow } from './flow.ts'
import { PAGE, SMALL, WIDTH } from './theme.ts'

const TALLEST = 300

/** A picture of the text with its description; the description alone when it is not one of ours. */
export function drawFigure(
  flow: Flow,
  pack: Pack,
  image: { src: string; alt: string },
  where: { x: number; width: number },
) {
  const [, id = ''] = /\/pieces-jointes\/([0-9a-f]{24})\b/.exec(image.src) ?? []
  const found = pack.images[id]
  if (!found) return describe(flow, pack, image.alt, where)
  const scale = Math.min(
    1,
    (where.width || WIDTH) / (found.width * 0.75),
    TALLEST / (found.height * 0.75),
  )
  const [width, height] = [found.width * 0.75 * scale, found.height * 0.75 * scale]
  flow.need(height + 4)
  const { x } = where
  const { y } = flow
  const bbox = [x, y, x + width, y + height]
  const alt = image.alt || pack.words.picture
  flow.inside(
    'Figure',
    () => {
      flow.ink()
      flow.doc.image(Buffer.from(found.bytes), x, y, { width, height })
    },
    { alt, bbox, placement: 'Block' },
  )
  flow.y = Math.min(y + height + 4, PAGE.bottom)
  if (image.alt) flow.inside('P', () => flow.write([{ text: image.alt, style: SMALL }], where))
}

function describe(flow: Flow, pack: Pack, alt: string, where: { x: number; width: number }) {
  const text = `[${alt || pack.words.picture}]`
  flow.inside('P', () => flow.write([{ text, style: { ...SMALL, oblique: true } }], where))
}
