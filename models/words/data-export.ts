export const EXPORT_STATES = ['asked', 'ready'] as const
