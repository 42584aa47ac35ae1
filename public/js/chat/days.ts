/** The rules that part the days of a log: one before the first message of each. */
export function ruleOffDay(log: HTMLElement, day: string, today: string) {
  const first = log.querySelector(`article[data-day="${day}"]`)
  const known = log.querySelector(`h2[data-day="${day}"]`)
  if (!first || (known && isRightBefore(known, first))) return
  first.before(known ?? newRule(day, today, log.dataset.zone))
}

function isRightBefore(rule: Element, article: Element) {
  const next = rule.nextElementSibling
  return next === article || (next?.matches('[data-fresh]') && next.nextElementSibling === article)
}

function newRule(day: string, today: string, zone: string | undefined) {
  const rule = document.createElement('h2')
  const title = document.createElement('span')
  rule.className = 'line rule'
  rule.dataset.day = day
  title.textContent = day === todayIn(zone) ? today : longDay(day)
  rule.append(title)
  return rule
}

function longDay(day: string) {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The day it is on the network's wall, `2026-11-22`. */
function todayIn(zone: string | undefined) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date())
}
