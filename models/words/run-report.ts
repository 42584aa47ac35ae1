/** How it went, in a word. */
export const OUTCOMES = ['well', 'adjust', 'hard'] as const
