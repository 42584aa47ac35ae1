import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect } from 'chai'
import { isSameOrigin } from '../../../server/platform/http/same-origin.ts'

const HUB = 'https://hub.example'

describe('where a request comes from', () => {
  const OWN = {
    'as browsers say': { 'sec-fetch-site': 'same-origin' },
    'an address that was typed': { 'sec-fetch-site': 'none' },
    'its origin': { origin: HUB },
    'its page, with an older browser': { referer: `${HUB}/discussions?page=2` },
    'the same under the name that was asked': {
      origin: 'http://10.0.0.5:3000',
      host: '10.0.0.5:3000',
    },
    'a script without cookies': {},
  }
  const OTHER = {
    'another site': { origin: 'https://evil.example' },
    'a page that hides where it is': { origin: 'null' },
    'a page that hides, whose address looks right': { origin: 'null', referer: `${HUB}/` },
    'a sibling': { origin: 'https://blog.hub.example' },
    'the domain above': { origin: 'https://example' },
    'a name that begins alike': { origin: 'https://hub.example.evil.example' },
    'a name that ends alike': { origin: 'https://evilhub.example' },
    'another port': { origin: 'https://hub.example:8443' },
    'its own name without the seal': { origin: 'http://hub.example' },
    'its own name without the seal, in a referrer': { referer: 'http://hub.example/discussions' },
    'its own name without the seal, by its port': {
      origin: 'http://hub.example:443',
      host: 'hub.example:443',
    },
    'its name as a user': { referer: 'https://hub.example@evil.example/' },
    'its name as a path': { referer: 'https://evil.example/https://hub.example/' },
    'what browsers say, whatever else is said': { 'sec-fetch-site': 'cross-site', origin: HUB },
    'a sibling, as browsers say': { 'sec-fetch-site': 'same-site', origin: HUB },
    'a word that no browser says': { 'sec-fetch-site': 'same-origin, cross-site' },
    'nothing at all': { origin: '' },
  }

  for (const [what, headers] of Object.entries(OWN))
    it(`is this site for ${what}`, () => expect(comes(headers)).to.equal(true))
  for (const [what, headers] of Object.entries(OTHER))
    it(`is another site for ${what}`, () => expect(comes(headers)).to.equal(false))

  function comes(headers: Record<string, string>) {
    const asked = new IncomingMessage(new Socket())
    Object.assign(asked.headers, { host: 'hub.example', ...headers })
    return isSameOrigin(asked, HUB)
  }
})
