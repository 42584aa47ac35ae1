export const COMPLIANCES = ['none', 'partial', 'full'] as const

export type Compliance = (typeof COMPLIANCES)[number]
