import { slugOf } from '../http/slugs.ts'
import { LANGUAGES, translator } from '../i18n/index.ts'

/** How people write each of these codes: itself, and its label `library.FAMILY.CODE` in every language; as slugs. Read once. */
export function aliasesOf(family: string, codes: readonly string[]) {
  let read: Map<string, string> | undefined
  return () => {
    read ??= readAliases(family, codes)
    return read
  }
}

function readAliases(family: string, codes: readonly string[]) {
  const all = new Map<string, string>(codes.map(code => [code, code]))
  for (const language of LANGUAGES) {
    const t = translator(language)
    for (const code of codes) all.set(slugOf(t(`library.${family}.${code}`)), code)
  }
  return all
}
