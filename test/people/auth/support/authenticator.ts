import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

type Flags = { verified?: boolean; present?: boolean }

/** A device that makes keys and signs with them, as a test wants it to: honest unless told otherwise. */
export class Authenticator {
  readonly id = randomBytes(16)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  counter = 0
  handle = ''

  /** What `navigator.credentials.create` would answer. */
  // biome-ignore lint/suspicious/noExplicitAny: what the hub sends, a test takes as it is
  register(options: any, origin: string, flags: Flags = {}, overrides: object = {}) {
    this.handle = options.user.id
    const authData = Buffer.concat([
      ...[this.#facts(options.rp.id, flags, true), Buffer.alloc(16)],
      ...[Buffer.from([0, this.id.length]), this.id, coseOf(this.#keys.publicKey)],
    ])
    return this.#answer({
      clientDataJSON: clientData('webauthn.create', options.challenge, origin, overrides),
      attestationObject: attestation(authData).toString('base64url'),
      transports: ['internal'],
    })
  }

  /** What `navigator.credentials.get` would answer. */
  sign(
    options: { challenge: string; rpId: string },
    origin: string,
    flags: Flags = {},
    overrides: object = {},
  ) {
    this.counter++
    const authenticatorData = this.#facts(options.rpId, flags, false)
    const clientDataJSON = clientData('webauthn.get', options.challenge, origin, overrides)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = createSign('sha256')
      .update(Buffer.concat([authenticatorData, hash]))
      .sign(this.#keys.privateKey)
    return this.#answer({
      clientDataJSON,
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: this.handle,
    })
  }

  #answer(response: object) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #facts(rpId: string, { verified = true, present = true }: Flags, withKey: boolean) {
    const flags = (present ? 0x01 : 0) | (verified ? 0x04 : 0) | (withKey ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.from([flags]),
      counter,
    ])
  }
}

function clientData(type: string, challenge: string, origin: string, overrides: object) {
  const facts = { type, challenge, origin, crossOrigin: false, ...overrides }
  return Buffer.from(JSON.stringify(facts)).toString('base64url')
}

/** CBOR `{ fmt: "none", attStmt: {}, authData }`. */
function attestation(authData: Buffer) {
  const head = Buffer.from('a363666d74646e6f6e656761747453746d74a06861757468446174615900', 'hex')
  head[head.length - 1] = authData.length >> 8
  return Buffer.concat([head, Buffer.from([authData.length & 0xff]), authData])
}

/** CBOR `{ 1: 2, 3: -7, -1: 1, -2: x, -3: y }`: a P-256 key. */
function coseOf(key: KeyObject) {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    ...[Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url')],
    ...[Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')],
  ])
}
