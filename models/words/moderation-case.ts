export const REASONS = ['outdated', 'wrong', 'duplicate', 'unsuitable', 'personal'] as const

export const CASE_STATES = ['open', 'closed'] as const
