export const REASONS = ['outdated', 'wrong', 'duplicate', 'unsuitable', 'personal'] as const

export const CASE_STATES = ['open', 'closed'] as const

export type Reason = (typeof REASONS)[number]

export type CaseState = (typeof CASE_STATES)[number]
