import { expect } from 'chai'
import type { Facts, IndexedDocument } from '../../../server/platform/content/searchable.ts'
import { type SearchAnswer, SearchIndex } from '../../../server/search/engine/index.ts'

const EVERYBODY = { audience: { $in: ['public'] } }

function aDocument(key: string, title: string, facts: Facts = {}): IndexedDocument {
  return { key, texts: { title }, facts: { audience: 'public', ...facts } }
}

function anIndex(...documents: IndexedDocument[]) {
  const index = new SearchIndex()
  for (const document of documents) index.put(document)
  const ask = (q: string, filter: object = EVERYBODY): SearchAnswer =>
    index.search({ q, filter: { ...filter }, limit: 10 })
  return { index, ask, keys: (q: string, filter?: object) => ask(q, filter).keys }
}

describe('the index', () => {
  it('finds plurals, conjugations, missing accents, elisions, beginnings and compounds', () => {
    const { keys } = anIndex(
      aDocument('a', "L'imprimante réseau qu'on a sécurisée"),
      aDocument('b', 'Le wi-fi de la médiathèque'),
    )
    for (const q of ['imprimantes', 'IMPRIMER', 'securiser', "l'imprimante", 'impri', 'sécurisées'])
      expect(keys(q), q).to.deep.equal(['a'])
    for (const q of ['wifi', 'wi-fi', 'mediatheques', 'médiath'])
      expect(keys(q), q).to.deep.equal(['b'])
  })

  it('takes a typing error for what it is near, and says so', () => {
    const { ask } = anIndex(aDocument('a', 'Une imprimante'), aDocument('b', 'Des pommes'))
    for (const q of ['imprimente', 'inprimante', 'imprmiante', 'mprimante', 'limprimante']) {
      expect(ask(q).keys, q).to.deep.equal(['a'])
      expect(ask(q).guessed, q).to.deep.equal([q])
    }
    expect(ask('imprimante').guessed).to.deep.equal([])
    expect(ask('zzzzzzzz').keys).to.deep.equal([])
  })

  it('takes a word that no text spells so for what it is near, whatever has its stem', () => {
    const stems = ['a', 'b', 'c', 'd'].map(key => aDocument(key, 'Ils impriment des billets'))
    const { keys } = anIndex(...stems, aDocument('e', 'L’imprimante ne répond plus'))
    expect(keys('imprimente')).to.include('e')
    expect(keys('impriment')).not.to.include('e')
  })

  it('knows what the words mean the same as', () => {
    const { index, keys } = anIndex(
      aDocument('a', 'Un courriel'),
      aDocument('b', 'Un mot de passe'),
    )
    expect(keys('mail')).to.deep.equal([])
    index.setSynonyms([
      ['mail', 'courriel', 'e-mail'],
      ['mdp', 'mot de passe'],
    ])
    for (const q of ['mail', 'e-mail', 'email', 'mails']) expect(keys(q), q).to.deep.equal(['a'])
    expect(keys('mdp')).to.deep.equal(['b'])
  })

  it('reaches what a word means before it is finished', () => {
    const { index, ask, keys } = anIndex(
      aDocument('a', 'Des escroqueries'),
      aDocument('b', 'Hameau'),
    )
    index.setSynonyms([['hameçonnage', 'escroquerie']])
    expect(keys('hamecon')).to.deep.equal(['a'])
    // Only the last word may be unfinished.
    expect(ask('hamecon hameau').total).to.equal(0)
    expect(keys('hame')).to.deep.equal(['b'])
  })

  it('takes apart words that were typed as one, and says so', () => {
    const { ask } = anIndex(
      aDocument('a', 'Un repair café'),
      aDocument('b', 'Le mot de passe'),
      aDocument('c', 'Un café'),
      aDocument('d', 'Repair secret et mot', { audience: 'network' }),
    )
    expect(ask('repaircafé')).to.deep.include({ keys: ['a'], guessed: ['repaircafe'] })
    expect(ask('motdepasse').keys).to.deep.equal(['b'])
    expect(ask('cafésecret').keys).to.deep.equal([])
  })

  it('does not insist on words that are said in many ways, unless there is no other', () => {
    const { keys } = anIndex(
      aDocument('a', 'Installer Linux'),
      aDocument('b', 'Remplacer une pile'),
      aDocument('c', 'Remplacer un disque sous Linux'),
    )
    expect(keys('remplacer linux')).to.deep.equal(['c', 'a'])
    expect(keys('remplacer')).to.have.members(['b', 'c'])
  })

  it('puts first what says it in its title, and nothing else', () => {
    const { index, keys } = anIndex(aDocument('a', 'Le scanner et la photo de famille'))
    index.put({ ...aDocument('b', 'Le tri'), texts: { title: 'Le tri', body: 'une photo, une' } })
    index.put(aDocument('c', 'La photo'))
    expect(keys('photo')).to.deep.equal(['c', 'a', 'b'])
  })

  it('offers the nearest when nothing has every word, and counts none', () => {
    const { ask } = anIndex(aDocument('a', 'Réparer un vélo'), aDocument('b', 'Réparer'))
    const { keys, total, near } = ask('réparer un grille-pain')
    expect({ total, near }).to.deep.equal({ total: 0, near: true })
    expect(keys).to.have.members(['a', 'b'])
  })

  it('answers nothing that the filter refuses: not its keys, counts, neighbours nor guesses', () => {
    const { index } = anIndex(
      aDocument('a', 'Imprimante secrète', { audience: 'group:a', author: 'zoe', level: 'easy' }),
      aDocument('b', 'Machine publique'),
    )
    const ask = (q: string) =>
      index.search({ q, filter: EVERYBODY, families: [{ name: 'level' }], limit: 10 })
    for (const q of ['imprimante', 'imprimente', 'imprimante publique', 'impri', ''])
      expect(JSON.stringify(ask(q).keys), q).not.to.contain('"a"')
    expect(ask('imprimante')).to.deep.include({ total: 0, near: false, guessed: [] })
    expect(ask('').counts).to.deep.equal({ level: {} })
  })

  it('refuses a condition that it does not understand', () => {
    const { keys } = anIndex(aDocument('a', 'Un'))
    expect(() => keys('un', { $where: 'true' })).to.throw('$where')
    expect(() => keys('un', { audience: { $regex: 'p' } })).to.throw('$regex')
  })

  it('counts each choice under the choices of the other families', () => {
    const { index } = anIndex(
      aDocument('a', 'Vélo', { kind: 'sheet', themes: ['x', 'y'], minutes: 30 }),
      aDocument('b', 'Vélo', { kind: 'guide', themes: ['x'], minutes: 90 }),
    )
    const { total, counts } = index.search({
      q: 'vélo',
      filter: EVERYBODY,
      families: [
        { name: 'kind', filter: { kind: 'sheet' } },
        { name: 'themes' },
        { name: 'length', choices: { short: { minutes: { $lte: 60 } } } },
      ],
      limit: 10,
    })
    expect(total).to.equal(1)
    expect(counts).to.deep.equal({
      kind: { sheet: 1, guide: 1 },
      themes: { x: 1, y: 1 },
      length: { short: 1 },
    })
  })

  it('forgets at once what is dropped or changed, and what hangs on a parent that is gone or moved', () => {
    const { index, keys } = anIndex()
    const thread = { key: 't', holds: true as const, texts: { title: 'Sujet' } }
    const reply = { key: 'r', parent: 't', texts: { body: 'réponse' }, facts: {} }
    index.put(reply)
    expect(keys('réponse')).to.deep.equal([])
    index.put({ ...thread, facts: { audience: 'public' } })
    expect(keys('réponse')).to.deep.equal(['r'])
    index.put({ ...thread, facts: { audience: 'group:a' } })
    expect(keys('réponse')).to.deep.equal([])
    index.put({ ...thread, facts: { audience: 'public' } })
    index.put({ ...reply, texts: { body: 'parole' } })
    expect(keys('réponse')).to.deep.equal([])
    expect(keys('parole')).to.deep.equal(['r'])
    index.drop('t')
    expect(keys('parole')).to.deep.equal([])
  })

  it('goes on as before once what is dead has been swept away', () => {
    const { index, keys } = anIndex()
    for (let round = 0; round < 4; round++)
      for (let n = 0; n < 400; n++) index.put(aDocument(`${n}`, `Fiche mot${n} tour${round}`))
    expect(index.holdings.reach).to.be.below(1000)
    expect(index.figures.documents).to.equal(400)
    expect(keys('mot399')).to.deep.equal(['399'])
    expect(keys('tour0')).to.deep.equal([])
    expect(keys('tour3')).to.have.length(10)
  })
})
