export const RESOURCE_KINDS = ['sheet', 'guide', 'programme'] as const

/**
 * `review` waits for an animateur's reading; `archived` left the lists but may come back; `hidden` was
 * taken away by the moderation, which alone gives it back.
 */
export const RESOURCE_STATES = ['review', 'published', 'archived', 'hidden'] as const

export const LEVELS = ['discovery', 'beginner', 'comfortable', 'advanced'] as const

/** What happens during a step: we talk, we show, they do. */
export const STEP_MODES = ['talk', 'show', 'do'] as const

/** Whether the workshop can be held without the Internet. */
export const INTERNET_NEEDS = ['none', 'useful', 'needed'] as const

export type ResourceKind = (typeof RESOURCE_KINDS)[number]

export type ResourceState = (typeof RESOURCE_STATES)[number]

export type Level = (typeof LEVELS)[number]

export type StepMode = (typeof STEP_MODES)[number]

export type InternetNeed = (typeof INTERNET_NEEDS)[number]
