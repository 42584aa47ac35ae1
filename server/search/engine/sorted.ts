/** The place of the first word that is not before `word`. */
export function lowerBound(sorted: readonly string[], word: string, from = 0) {
  let [low, high] = [from, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Two sorted lists as one. */
export function merged(a: readonly string[], b: readonly string[]) {
  const all: string[] = []
  let i = 0
  for (const word of b) {
    for (let other = a[i]; other !== undefined && other < word; other = a[++i]) all.push(other)
    all.push(word)
  }
  for (let other = a[i]; other !== undefined; other = a[++i]) all.push(other)
  return all
}
