/** How somebody proved who they are. */
export const WAYS = ['password', 'passkey', 'link', 'provider'] as const

export type Way = (typeof WAYS)[number]
