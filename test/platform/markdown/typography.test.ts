import { expect } from 'chai'
import { frenchTypography } from '../../../server/platform/markdown/typography.ts'

const cases: [string, string][] = [
  ['Prêt ? Oui ; voici : « ici » !', 'Prêt~? Oui~; voici~: «~ici~»~!'],
  ['Prêt? Oui; voici: «ici»!', 'Prêt~? Oui~; voici~: «~ici~»~!'],
  ['Quoi ?!', 'Quoi~?!'],
  ["L'atelier d'aujourd'hui", 'L’atelier d’aujourd’hui'],
  ["l'« atelier » l'{{name}}", 'l’«~atelier~» l’{{name}}'],
  ['9h30, 9 h 30, 18h', '9~h~30, 9~h~30, 18~h'],
  ['45 min, 3 ans, 10 €, 10€, 50 %, 50%', '45~min, 3~ans, 10~€, 10~€, 50~%, 50~%'],
  ['2,4 Mo, 180 ko, 12 km, 8 pers.', '2,4~Mo, 180~ko, 12~km, 8~pers.'],
  ['{{count}} min et {{count}} places', '{{count}}~min et {{count}} places'],
  ['n° 3, N°4', 'n°~3, N°~4'],
  ['À suivre...', 'À suivre…'],
  ['10:30 et 9:05', '10:30 et 9:05'],
  ['http://a.fr/?b=c: voir https://x.fr/a!', 'http://a.fr/?b=c: voir https://x.fr/a!'],
  ["à l'adresse o'neil@a-b.fr !", "à l’adresse o'neil@a-b.fr~!"],
  [
    "`l'a !` <a title='x !'>l'eau</a> <code>a ? b</code>",
    "`l'a !` <a title='x !'>l’eau</a> <code>a ? b</code>",
  ],
  ['R&amp;D &nbsp; ok', 'R&amp;D &nbsp; ok'],
  ['Bravo :) et ;-)', 'Bravo :) et ;-)'],
  ['../.. et ./...', '../.. et ./...'],
  ['ligne\n! autre', 'ligne\n! autre'],
  ['déjà\u202F!', 'déjà~!'],
  ['« »', '«~»'],
  ['un \uE000 deux !', 'un \uE000 deux~!'],
]

describe('frenchTypography', () => {
  for (const [source, expected] of cases)
    it(`sets ${JSON.stringify(source)}`, () => {
      const once = frenchTypography(source)
      expect(once.replaceAll('\u00A0', '~')).to.equal(expected)
      expect(frenchTypography(once)).to.equal(once)
    })

  it('stays fast on long and odd text', () => {
    const start = performance.now()
    for (const piece of [
      '`',
      '{{',
      '<',
      '<code>',
      '<a ',
      '&#',
      'a@',
      'http://',
      "e'",
      '«',
      ' »',
      '...',
      ' ',
      '\u00A0',
      ' !',
      '1 ',
    ])
      frenchTypography(`a${piece.repeat(100_000)}b`)
    expect(performance.now() - start).to.be.below(2000)
  })
})
