import type { LegalPageName } from '../../models/words/legal-page.ts'

/** The pages that the law asks for, by their address. */
export const PATHS = {
  legal: 'mentions-legales',
  privacy: 'donnees-personnelles',
  accessibility: 'accessibilite',
} as const satisfies Record<LegalPageName, string>

export function pageAt(path: string | undefined): LegalPageName | undefined {
  if (path === PATHS.legal) return 'legal'
  if (path === PATHS.privacy) return 'privacy'
  return path === PATHS.accessibility ? 'accessibility' : undefined
}

export function editUrl(name: LegalPageName) {
  return `/administration/pages/${PATHS[name]}`
}
