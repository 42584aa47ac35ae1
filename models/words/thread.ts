/** Why a discussion is nowhere to be found: hidden by the moderation, or now a part of another one. */
export const AWAY = ['hidden', 'merged'] as const
