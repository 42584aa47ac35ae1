import { Router } from 'express'
import type { Config } from '../config.ts'
import { features } from './feature.ts'

/** Every route of the hub, feature by feature. */
export function urlMap(config: Config) {
  const map = Router()
  for (const { mount } of features()) mount?.(map, config)
  for (const { mountLast } of features()) mountLast?.(map)
  return map
}
