import { expect } from 'chai'
import { aVisitor } from '../support/people.ts'
import { useAttack } from './support/attack.ts'
import { raw } from './support/attacker.ts'
import { READS } from './support/calls.ts'

/** What is the same for everybody, and may lie between the hub and its readers. */
const SAME_FOR_ALL = ['/lieux/carte.svg', '/couleurs.css']
/** Files of everybody's: asked again each time, by whomever. */
const ASKED_AGAIN = ['/ressources/hors-ligne.js']
/** What is somebody's own: on a computer that others use, not even their browser keeps it. */
const PERSONAL =
  /^\/(compte|administration|moderation|mot-de-passe|inscription\/.*|connexion|bienvenue)(\/|$)/

describe('a cache between the hub and its readers', function () {
  this.timeout(120_000)
  const attack = useAttack()

  it('keeps nothing that a member reads, and no browser what is personal', async () => {
    const kept: string[] = []
    for (const { path } of READS.filter(one => !one.path.includes(':'))) {
      for (const accept of ['text/html', 'application/json']) {
        const reply = await raw(attack.admin, attack.url + path, {
          method: 'GET',
          headers: { accept },
        })
        const told = reply.headers.get('cache-control') ?? ''
        const allowed = PERSONAL.test(path)
          ? /^no-store$/
          : /^(private, no-cache|(private, )?no-store)$/
        if (!allowed.test(told)) kept.push(path)
      }
    }
    const others = [...new Set(kept)].sort()
    expect(others).to.deep.equal([...ASKED_AGAIN, ...SAME_FOR_ALL].sort())
    for (const path of SAME_FOR_ALL)
      expect((await aVisitor(attack).get(path)).text).to.equal((await attack.admin.get(path)).text)
  })
})
