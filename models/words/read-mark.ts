export const READABLE = ['thread', 'room'] as const

export type Readable = (typeof READABLE)[number]
