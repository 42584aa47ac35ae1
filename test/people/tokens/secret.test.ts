import { expect } from 'chai'
import { hashOf, isSecret, newSecret } from '../../../server/people/tokens/secret.ts'

describe("a token's secret", () => {
  it('is recognised without asking anybody, and never twice the same', () => {
    const secrets = Array.from({ length: 500 }, newSecret)
    expect(new Set(secrets).size).to.equal(500)
    for (const secret of secrets) {
      expect(secret).to.match(/^rouedad_[0-9A-Za-z]{49}$/)
      expect(isSecret(secret), secret).to.equal(true)
    }
  })

  it('is not recognised with one letter changed, cut or added', () => {
    const secret = newSecret()
    for (let at = 0; at < secret.length; at++) {
      const other = secret[at] === 'a' ? 'b' : 'a'
      expect(isSecret(secret.slice(0, at) + other + secret.slice(at + 1)), `${at}`).to.equal(false)
    }
    for (const wrong of [
      '',
      'rouedad_',
      secret.slice(1),
      `${secret}0`,
      ` ${secret}`,
      `${secret}\n`,
    ])
      expect(isSecret(wrong), wrong).to.equal(false)
  })

  it('leaves no trace in its hash', () => {
    const secret = newSecret()
    expect(hashOf(secret)).to.have.length(43).and.not.include(secret.slice(8, 16))
  })
})
