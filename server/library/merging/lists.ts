import { mergedOrder, sameKeys } from './order.ts'

/**
 * Two lists without doubles that come from `base`: what somebody added is there, what somebody removed
 * is not. Nothing in a list can conflict.
 */
export function mergeLists<T>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const keys = { base: base.map(keyOf), mine: mine.map(keyOf), theirs: theirs.map(keyOf) }
  if (sameKeys(keys.theirs, keys.base) || sameKeys(keys.mine, keys.theirs)) return [...mine]
  if (sameKeys(keys.mine, keys.base)) return [...theirs]
  const items = new Map([...mine, ...theirs].map(item => [keyOf(item), item]))
  const stays = (key: string) =>
    !keys.base.includes(key) || (keys.mine.includes(key) && keys.theirs.includes(key))
  const kept = new Set([...items.keys()].filter(stays))
  return mergedOrder(keys, kept, 'either').order.flatMap(key => items.get(key) ?? [])
}
