/** What a mailed link is for. */
export const LINK_KINDS = ['signIn', 'provider'] as const

export type LinkKind = (typeof LINK_KINDS)[number]
