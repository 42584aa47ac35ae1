import { expect } from 'chai'
import { equipmentOf, levelOf, licenceOf, publicKey } from '../../server/library/vocabulary.ts'
import { themeKey } from '../../server/platform/content/themes.ts'

describe('The words of the library', () => {
  it('know a level by its code, its names and its accents', () => {
    for (const word of ['beginner', 'Débutant', 'debutant', 'NOVICE'])
      expect(levelOf(word), word).to.equal('beginner')
    expect(levelOf('Découverte')).to.equal('discovery')
    expect(levelOf('intermédiaire')).to.equal('comfortable')
    expect(levelOf('À l’aise')).to.equal('comfortable')
    expect(levelOf('Avancé')).to.equal('advanced')
    expect(levelOf('sorcier')).to.equal(undefined)
  })

  it('spell each licence one way, and leave the others as they are', () => {
    const spellings = {
      'CC BY-SA 4.0': ['cc by-sa 4.0', 'CC-BY-SA-4.0', 'cc-by-sa', 'Creative Commons BY-SA 4.0'],
      'CC BY 4.0': ['cc by 4.0', 'CC-BY-4.0', 'CC BY'],
      'CC BY-NC-SA 3.0': ['cc by-nc-sa 3.0'],
      'CC0 1.0': ['CC0', 'cc0-1.0', 'CC 0'],
      'Licence Ouverte 2.0': ['licence ouverte 2.0', 'Etalab', 'Licence Ouverte / Etalab 2.0'],
      'All rights reserved': ['all rights reserved', 'Tous droits réservés'],
      GPL: ['GPL'],
    }
    for (const [licence, others] of Object.entries(spellings))
      for (const one of [licence, ...others]) expect(licenceOf(one), one).to.equal(licence)
  })

  it('find the code of a public or a theme in its labels of any language', () => {
    expect(publicKey('Adultes débutants')).to.equal('adultes-debutants')
    expect(publicKey('Older people')).to.equal('seniors')
    expect(themeKey('Démarches en ligne')).to.equal('demarches')
    expect(themeKey('Tricot numérique')).to.equal('tricot-numerique')
  })

  it('read in the materials which machines are needed, if any', () => {
    expect(equipmentOf(['Un PC pour deux', 'Une tablette'])).to.deep.equal(['computers', 'phone'])
    expect(equipmentOf(['Une imprimante 3D et son ordinateur'])).to.include('3d-printer')
    expect(equipmentOf(['Des cartes', 'Un tableau'])).to.deep.equal(['no-computer'])
    expect(equipmentOf([])).to.deep.equal([])
  })
})
