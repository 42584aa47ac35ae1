export const COMPLIANCES = ['none', 'partial', 'full'] as const
