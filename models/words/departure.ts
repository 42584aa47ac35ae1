/** Their own wish, no visit for long, or a backup that brought them back. */
export const DEPARTURE_CAUSES = ['asked', 'idle', 'restored'] as const
