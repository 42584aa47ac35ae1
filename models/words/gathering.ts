export const GATHERING_KINDS = ['annual', 'training', 'workshop', 'meeting'] as const

export type GatheringKind = (typeof GATHERING_KINDS)[number]
