/**
 * `open` lets in at once, `request` after a keeper's yes, `private` on invitation alone. A `territory`'s
 * group has no list of its own: whoever belongs to one of its spaces is in it.
 */
export const GROUP_KINDS = ['open', 'request', 'private', 'territory'] as const

export type GroupKind = (typeof GROUP_KINDS)[number]
