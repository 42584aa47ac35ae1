import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { makeAvatar, NotAnImage } from '../../../server/platform/files/images.ts'
import { failureOf, freshFolder, pdf, png } from './support/samples.ts'

const folder = freshFolder()

async function avatarOf(bytes: Buffer | string) {
  const path = join(folder(), 'photo')
  await writeFile(path, bytes)
  return makeAvatar(path)
}

describe('makeAvatar', () => {
  it('makes a small square without metadata, upright', async () => {
    // Red on the left, blue on the right, and a note that says to turn it by a quarter.
    const left = await sharp({
      create: { width: 200, height: 400, channels: 3, background: 'red' },
    })
      .extend({ right: 200, background: 'blue' })
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer()
    const turned = await sharp(left).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const avatar = await avatarOf(turned)
    const { format, width, height, exif, orientation } = await sharp(avatar).metadata()
    expect({ format, width, height, exif, orientation }).to.eql({
      ...{ format: 'webp', width: 256, height: 256, exif: undefined, orientation: undefined },
    })
    const { data } = await sharp(avatar).raw().toBuffer({ resolveWithObject: true })
    expect(data[(20 * 256 + 128) * 3]).to.be.above(200)
    expect(data[(236 * 256 + 128) * 3]).to.be.below(60)
  })

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all(['red', 'blue'].map(frame))
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect((await sharp(gif).metadata()).pages).to.equal(2)
    expect((await sharp(await avatarOf(gif)).metadata()).pages ?? 1).to.equal(1)
  })

  it('refuses what is not a readable picture', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    const cut = (await png(300, 300)).subarray(0, 60)
    for (const bytes of ['bonjour', svg, pdf, cut])
      expect(await failureOf(avatarOf(bytes))).to.be.instanceOf(NotAnImage)
  })

  it('refuses a picture made to fill the memory', async () => {
    expect(await failureOf(avatarOf(await png(9000, 9000)))).to.be.instanceOf(NotAnImage)
  })
})

function frame(background: string): Promise<Buffer> {
  return sharp({ create: { width: 20, height: 20, channels: 3, background } })
    .png()
    .toBuffer()
}
