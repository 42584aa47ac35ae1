/** Where a licence is to be read; undefined for those without an address that we know. */
export function licenceAddress(licence: string): string | undefined {
  if (licence === 'CC0 1.0') return 'https://creativecommons.org/publicdomain/zero/1.0/'
  if (licence === 'Licence Ouverte 2.0')
    return 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/'
  const terms = /^CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)$/.exec(licence)
  return terms?.[1]
    ? `https://creativecommons.org/licenses/${terms[1].toLowerCase()}/${terms[2]}/`
    : undefined
}
