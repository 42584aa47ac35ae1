/** Mainland France, where most networks are. */
export const DEFAULT_ZONE = 'Europe/Paris'

let zone = DEFAULT_ZONE

/** The time zone of the network's walls, an IANA name: days and hours are told and understood in it unless one is given. */
export function networkZone() {
  return zone
}

/** Said once, at start. */
export function useNetworkZone(name: string) {
  zone = name
}

/** Whether there is a zone of this IANA name. */
export function isTimeZone(name: string) {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
