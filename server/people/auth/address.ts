import { isIPv4, isIPv6 } from 'node:net'
import type { Request } from 'express'
import { HttpError } from '../../platform/errors.ts'

/** What counts as one address: an IPv6 subscriber has 2^64 of them, which count as one. */
export function addressOf(req: Request) {
  if (!req.ip) throw new HttpError(400, 'badRequest')
  const address = plain(req.ip)
  return isIPv6(address) ? `${groups(address).slice(0, 4).join(':')}::/64` : address
}

/** The part of an address that its owner recognises and that names nobody: `82.65.12.x`. */
export function placeOf(ip: string | undefined) {
  const address = plain(ip ?? '')
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.x`
  return isIPv6(address) ? `${groups(address).slice(0, 3).join(':')}:x` : ''
}

/** IPv4 as a dual-stack server sees it. */
function plain(ip: string) {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** All eight groups, without leading zeros. */
function groups(address: string) {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array(Math.max(0, gap)).fill('0'), ...after].map(group =>
    group.replace(/^0+(?=.)/, '').toLowerCase(),
  )
}
