export const LEGAL_PAGES = ['legal', 'privacy', 'accessibility'] as const

export type LegalPageName = (typeof LEGAL_PAGES)[number]
