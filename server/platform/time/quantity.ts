import type { Locale } from './clock.ts'

const decimals = {
  fr: [0, 1].map(digits => new Intl.NumberFormat('fr-FR', { maximumFractionDigits: digits })),
  en: [0, 1].map(digits => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits })),
}
const plain = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') }
const byteUnits = { fr: ['o', 'ko', 'Mo', 'Go', 'To'], en: ['B', 'KB', 'MB', 'GB', 'TB'] }

/** « 12 400 » (with U+00A0, the fonts have no U+202F), "12,400" */
export function formatNumber(value: number, locale: Locale): string {
  return narrow(plain[locale].format(value))
}

/** « 45 min », « 1 h », « 1 h 30 »; "1 h 30 min" in English. */
export function formatDuration(minutes: number, locale: Locale): string {
  const whole = Math.max(0, Math.round(minutes))
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  if (hours === 0) return `${rest}\u00A0min`
  if (rest === 0) return `${hours}\u00A0h`
  const padded = locale === 'fr' ? String(rest).padStart(2, '0') : `${rest}\u00A0min`
  return `${hours}\u00A0h\u00A0${padded}`
}

/** Thousands, as file managers count them: « 180 ko », « 2,4 Mo », "2.4 MB". */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = byteUnits[locale]
  let [value, step] = [Math.max(0, bytes), 0]
  // From 999.5 the rounded number would read 1000: it belongs to the next unit.
  while (value >= 999.5 && step < units.length - 1) [value, step] = [value / 1000, step + 1]
  const digits = step > 0 && value < 9.95 ? 1 : 0
  return `${narrow(decimals[locale][digits]?.format(value) ?? '')}\u00A0${units[step]}`
}

function narrow(text: string): string {
  return text.replaceAll('\u202F', '\u00A0')
}
