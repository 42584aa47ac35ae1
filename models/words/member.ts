export const ROLES = ['volunteer', 'animateur', 'coordinator', 'admin'] as const

/** `excluded` is for good; `suspended` may end by itself, at `suspendedUntil`. */
export const MEMBER_STATES = ['pending', 'active', 'suspended', 'excluded'] as const

/** Who sees a part of a member's page. */
export const CIRCLES = ['nobody', 'network', 'public'] as const

export const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const

export const MOMENTS = ['am', 'pm', 'ev'] as const

/** How often mails tell what is new; `soon` is once an hour at most. */
export const PACES = ['soon', 'daily', 'weekly', 'never'] as const

export type Role = (typeof ROLES)[number]

export type MemberState = (typeof MEMBER_STATES)[number]

export type Circle = (typeof CIRCLES)[number]

export type Pace = (typeof PACES)[number]
