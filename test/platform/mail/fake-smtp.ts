import { createServer, type Socket } from 'node:net'

export type Received = { from: string; to: string[]; data: string; login: string }
export type FakeSmtp = {
  port: number
  received: Received[]
  refuse(on: boolean): void
  close(): Promise<void>
}

/** A mail server of one process: greets, takes any login, keeps what it is given. */
export async function startFakeSmtp(): Promise<FakeSmtp> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let refusing = false
  const server = createServer(socket => {
    sockets.add(socket)
    converse(socket, received, () => refusing)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received,
    refuse: on => {
      refusing = on
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

function converse(socket: Socket, received: Received[], refusing: () => boolean): void {
  let mail: Received = { from: '', to: [], data: '', login: '' }
  let inData = false
  let waiting = ''
  const say = (line: string) => socket.write(`${line}\r\n`)

  const hear = (line: string) => {
    if (inData) {
      if (line !== '.') mail.data += `${line}\r\n`
      else {
        inData = false
        received.push(mail)
        mail = { ...mail, to: [], data: '' }
        say('250 kept')
      }
    } else if (/^EHLO/i.test(line)) socket.write('250-fake\r\n250 AUTH PLAIN\r\n')
    else if (/^AUTH PLAIN /i.test(line)) {
      mail.login = Buffer.from(line.slice(11), 'base64').toString().split('\u0000').join(' ').trim()
      say('235 in')
    } else if (/^MAIL FROM:/i.test(line)) {
      mail.from = line.slice(10)
      say('250 ok')
    } else if (/^RCPT TO:/i.test(line)) {
      mail.to.push(line.slice(8))
      say(refusing() ? '550 no such box' : '250 ok')
    } else if (/^DATA/i.test(line)) {
      inData = true
      say('354 go')
    } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
    else say('250 ok')
  }

  socket.on('error', () => {})
  socket.on('data', chunk => {
    waiting += chunk
    const lines = waiting.split('\r\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
  say('220 fake')
}
