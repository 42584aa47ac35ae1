/** « Loïc » is « loic » for whoever guesses. */
export function bare(text: string) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
