import { features } from '../features/feature.ts'
import type { PersonalData } from './personal-data.ts'

/** What every feature and every kind holds. Each step of erasing may be done twice. */
export function personalData(): PersonalData[] {
  return features().flatMap(({ personalData: own, kinds = [] }) => [
    ...(own ? [own] : []),
    ...kinds.flatMap(({ personalData: its }) => (its ? [its] : [])),
  ])
}
