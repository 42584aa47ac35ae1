export const TONES = ['glass', 'sea', 'heather', 'wheat', 'brick'] as const
