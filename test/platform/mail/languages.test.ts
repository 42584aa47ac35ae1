import { expect } from 'chai'
import type { Language } from '../../../server/platform/i18n/index.ts'
import { LANGUAGES, readLanguage, translator } from '../../../server/platform/i18n/index.ts'

const HELLO = { fr: /^Bonjour/, en: /^Hello/ } as const

describe('the mails that the hub writes', () => {
  for (const language of LANGUAGES) {
    const letters = lettersOf(readLanguage(language))

    it(`are all there in ${language}, each with what it speaks of filled in`, () => {
      expect(letters.length).to.be.above(30)
      for (const { key } of letters) {
        const text = filledIn(key, language)
        expect(text, key).not.to.equal(key)
        expect(text, key).not.to.match(/{{|}}|undefined|\[object/)
      }
    })

    it(`begin and end as letters do in ${language}, in one language`, () => {
      const other = language === 'fr' ? 'en' : 'fr'
      for (const { key } of letters.filter(({ text }) => text.includes('\n'))) {
        const text = filledIn(key, language)
        expect(text, key).to.match(HELLO[language])
        expect(text, key).not.to.match(HELLO[other])
        expect(text, key).to.match(/[^\n]\n$/)
        expect(text, key).not.to.match(/\n{3}| $/m)
        expect(text, key).not.to.equal(filledIn(key, other))
      }
    })

    it(`have subjects of one short line in ${language}`, () => {
      const subjects = letters.filter(({ key }) => /\.subject(\.|$)/.test(key))
      expect(subjects.length).to.be.above(20)
      for (const { key } of subjects) {
        const subject = filledIn(key, language)
        expect(subject, key).not.to.include('\n')
        expect(subject.length, key).to.be.below(110)
      }
    })
  }
})

type Letter = { key: string; text: string }

/** What stands under a `mail` of the language files: subjects, texts, and the parts that they are made of. */
function lettersOf(value: unknown, path: string[] = []): Letter[] {
  if (typeof value === 'string')
    return path.includes('mail') ? [{ key: path.join('.'), text: value }] : []
  return Object.entries(value ?? {}).flatMap(([key, inner]) => lettersOf(inner, [...path, key]))
}

function filledIn(key: string, language: Language) {
  return translator(language)(key.replace(/_(one|other)$/, ''), { ...SAMPLES, count: 2 })
}

const SAMPLES = {
  title: 'Trier ses photos',
  ...{ name: 'Nolwenn', network: 'Réseau', link: 'https://hub.example/x', day: '2 / 12' },
  ...{
    candidate: 'Erwan',
    address: 'e@example.org',
    word: '',
    maker: 'Anna',
    role: '—',
    space: '',
  },
  ...{ by: 'Anna', asking: 'Erwan', group: 'Cartes', choice: 'https://hub.example/c' },
  ...{ excerpt: 'Mots', what: '—', why: '—', until: '—', token: 'Robot', minutes: '15', left: '9' },
  ...{ device: 'Firefox', place: '1.2.3.x', time: '12:00', key: 'Clé', months: '24', news: '—' },
  stop: 'https://hub.example/s',
}
