import { after, before } from 'mocha'
import mongoose from 'mongoose'
import type { Mail } from '../../server/platform/mail/mailer.ts'
import { attachServices, type Services, services } from '../../server/platform/services.ts'

/** In a `describe`, after `useHub`: the mails that the hub sends, as they are written. */
export function useMails() {
  const sent: Mail[] = []
  let own: Services | undefined
  const mails = {
    sent,
    /** What the next sendings do instead, to play a mail server that refuses. */
    refuse: undefined as ((mail: Mail) => boolean) | undefined,
    /** Waits until this address got so many, and answers them. */
    async to(address: string, count = 1) {
      const got = () => sent.filter(({ to }) => to === address)
      await until(() => got().length >= count, `${count} mails to ${address}`)
      return got()
    },
    /** The link in the last mail to this address. */
    async linkTo(address: string, count = 1) {
      const mail = (await mails.to(address, count)).at(-1)
      const [link] = /https?:\/\/\S+/.exec(mail?.text ?? '') ?? []
      if (!link) throw new Error(`No link in ${mail?.text}`)
      const { pathname, search } = new URL(link)
      return `${pathname}${search}`
    },
    /** Waits until no such job is left to run. */
    async settled(name: string) {
      const jobs = mongoose.connection.collection('jobs')
      const waiting = { name, nextRunAt: { $lte: new Date() } }
      await until(async () => !(await jobs.findOne(waiting, { hint: { $natural: 1 } })), name)
    },
  }
  before(() => {
    own = services()
    attachServices({ ...own, mailer: { send, close() {} } })
  })
  after(() => {
    if (own) attachServices(own)
  })
  async function send(mail: Mail) {
    if (mails.refuse?.(mail)) throw new Error('550 No such mailbox')
    sent.push(mail)
  }
  return mails
}

async function until(isTrue: () => boolean | Promise<boolean>, what: string, ms = 10_000) {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await isTrue()) return
    await new Promise(resolve => setImmediate(resolve))
  }
  throw new Error(`Waited in vain for ${what}`)
}
