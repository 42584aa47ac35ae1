import { expect } from 'chai'
import type { WebSocketRoute } from 'playwright-core'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { aReply, aThread, replies } from '../support/threads.ts'

describe('a discussion in the browser', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()
  let writer: Awaited<ReturnType<typeof signedInAs>>
  let reader: Awaited<ReturnType<typeof signedInAs>>
  let thread: Awaited<ReturnType<typeof aThread>>
  let url = ''

  before(async () => {
    writer = await signedInAs(hub)
    reader = await signedInAs(hub, 'volunteer')
  })

  beforeEach(async () => {
    thread = await aThread(writer.member)
    url = `/discussions/${thread._id}`
  })

  it('shows a reply to who is reading, without a reload, and says so', async () => {
    const [theirs, mine] = [await pageOf(writer, hub), await pageOf(reader, hub)]
    await Promise.all([theirs.goto(url), mine.goto(url)])
    await mine.waitForFunction('performance.getEntriesByType("resource").length > 3')
    await theirs.fill('textarea', 'Une **idée**')
    await theirs.click('button.primary[type=submit]')
    await theirs.waitForURL(/#r1$/)
    await mine.waitForSelector('#r1 strong')
    expect(await mine.textContent('[data-live-status]')).to.include(writer.member.name)
    expect(await theirs.locator('#r1').count()).to.equal(1)
    await theirs.waitForSelector('#r1 a[href$="/modifier"]')
    expect(await theirs.inputValue('textarea')).to.equal('')
  })

  it('offers what has come to who reads another page', async () => {
    await replies(thread, writer.member, 21)
    const page = await pageOf(reader, hub)
    const joined = page
      .waitForEvent('websocket')
      .then(socket => socket.waitForEvent('framereceived'))
    await page.goto(url)
    await joined
    await page.waitForTimeout(500)
    await aReply(thread, writer.member)
    await page.click('live-thread a.toast')
    await page.waitForSelector('#r22')
  })

  it('catches up with what was posted while the line was down', async () => {
    const page = await pageOf(reader, hub)
    const lines: WebSocketRoute[] = []
    await page.routeWebSocket(/socket\.io/, line => {
      line.connectToServer()
      lines.push(line)
    })
    const joined = page.waitForResponse(/lecture/)
    await page.goto(url)
    await expectJoined(lines)
    await aReply(thread, writer.member)
    await joined
    await lines[0]?.close()
    await aReply(thread, writer.member)
    await page.waitForSelector('#r2')
    expect(await page.locator('#r1').count()).to.equal(1)
  })

  it('keeps a draft until it is sent, and previews it in place', async () => {
    const page = await pageOf(reader, hub)
    await page.goto(url)
    await page.fill('textarea', 'Bientôt')
    await page.locator('textarea').selectText()
    await page.keyboard.press('Control+b')
    expect(await page.inputValue('textarea')).to.equal('**Bientôt**')
    await page.click('button[name=apercu]')
    expect(await page.textContent('#apercu strong')).to.equal('Bientôt')
    await page.reload()
    expect(await page.inputValue('textarea')).to.equal('**Bientôt**')
    await page.click('button.primary[type=submit]')
    await page.waitForURL(/#r1$/)
    await page.reload()
    expect(await page.inputValue('textarea')).to.equal('')
  })

  it('has a toolbar that the keyboard walks through', async () => {
    const page = await pageOf(reader, hub)
    await page.goto(url)
    await page.fill('textarea', 'un\ndeux')
    await page.locator('textarea').selectText()
    await page.focus('[data-mark=bold]')
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    expect(await page.inputValue('textarea')).to.equal('- un\n- deux')
  })

  it('works without JavaScript, preview included', async () => {
    const page = await pageOf(reader, hub, { javaScriptEnabled: false })
    await page.goto(url)
    await page.fill('textarea', 'Sans **script**')
    await page.click('button[name=apercu]')
    expect(await page.textContent('#apercu strong')).to.equal('script')
    await page.click('button.primary[type=submit]')
    await page.waitForURL(/#r1$/)
    expect(await page.textContent('#r1 strong')).to.equal('script')
  })
})

/** The socket is open; its first question, to join, is answered within moments. */
async function expectJoined(lines: unknown[]) {
  while (lines.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
  await new Promise(resolve => setTimeout(resolve, 300))
}
