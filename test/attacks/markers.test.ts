import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker } from './support/attacker.ts'
import { addressFor, exampleOf, fieldsOf, furnish, READS, WRITES } from './support/calls.ts'
import { faultsIn } from './support/markup.ts'

/** Each would become an element, an attribute, a template's word or a link that runs. */
const MARKUP = `"><img src=x onerror=probe()><script>probe()</script>'{{7*191}}`
const MARKDOWN = `[p](javascript:probe()) <javascript:probe()> [p](data:text/html,probe)

![p](javascript:probe()) [p][r] <svg/onload=probe()></textarea></title><iframe srcdoc=probe>

[r]: java&#115;cript:probe()`
const PROBES = [MARKUP, MARKDOWN]

describe('markup in what people write', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('becomes no element, attribute or link of any page', async () => {
    const addresses = new Set<string>()
    for (const call of WRITES.filter(one => textFieldsOf(one).length > 0)) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      const reply = await admin.postJson(address, probed(call))
      if (reply.status < 300 && reply.body?.url) addresses.add(reply.body.url)
      addresses.add(address.replace(/\/[a-z]+$/, ''))
    }
    await admin.ready()
    for (const { path } of READS) if (!path.includes(':')) addresses.add(path)
    const faults: string[] = []
    let shown = 0
    for (const address of addresses) {
      const page = await admin.get(address)
      if (!page.headers.get('content-type')?.includes('html')) continue
      if (page.text.includes('probe()')) shown++
      for (const fault of faultsIn(page.text)) faults.push(`${address}: ${fault}`)
    }
    expect(faults).to.deep.equal([])
    expect(shown).to.be.above(20)
  })

  it('stays text in a form that is shown again, and in a page that is not there', async () => {
    const faults: string[] = []
    for (const call of WRITES) {
      await admin.ready()
      const fields = [
        ...fieldsOf(call),
        'token',
        'retour',
        'email',
        'name',
        'invitation',
        'clientId',
      ]
      for (const probe of PROBES) {
        const form = Object.fromEntries(fields.map(name => [name, probe]))
        const page = await admin.post(call.path.replace(/:\w+/g, 'x'), form)
        for (const fault of faultsIn(page.text)) faults.push(`${call.name}: ${fault}`)
      }
    }
    for (const { path } of READS) {
      const query = PROBES.map(probe => `q=${encodeURIComponent(probe)}`).join('&')
      const names = [
        'token',
        'retour',
        'invitation',
        'lieu',
        'categorie',
        'avant',
        'page',
        'groupe',
      ]
      const others = names.map(name => `${name}=${encodeURIComponent(String(PROBES[0]))}`).join('&')
      const page = await admin.get(
        `${path.replace(/:\w+/g, encodeURIComponent('"><img src=x onerror=probe()>'))}?${query}&${others}`,
      )
      const isPage = page.headers.get('content-type')?.includes('html')
      if (isPage) for (const fault of faultsIn(page.text)) faults.push(`GET ${path}: ${fault}`)
    }
    expect(faults).to.deep.equal([])
  })

  function textFieldsOf(call: (typeof WRITES)[number]) {
    return fieldsOf(call).filter(name => typeof exampleOf(call)[name] === 'string')
  }

  /** The example, with a probe in each field of free words: not where an email or a choice is asked. */
  function probed(call: (typeof WRITES)[number]) {
    const lines = textFieldsOf(call).filter(name => LINES.test(name))
    const texts = textFieldsOf(call).filter(name => TEXTS.test(name))
    return {
      ...exampleOf(call),
      ...Object.fromEntries(lines.map(name => [name, MARKUP])),
      ...Object.fromEntries(texts.map(name => [name, `${MARKUP}\n\n${MARKDOWN}`])),
    }
  }
})

const LINES = /^(title|name|nameEn|label|excerpt|summary|tagline|commune|address|place|note)$/i
const TEXTS = /^(body|word|purpose|bio|introduction|hours|description|text|intro)$/i
