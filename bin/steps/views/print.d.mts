export function formatted(source: string): string
