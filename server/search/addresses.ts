/** A discussion that begins with what was looked for. */
export function askAddress(q: string) {
  return q ? `/discussions/nouvelle?${new URLSearchParams({ titre: q })}` : '/discussions/nouvelle'
}
