export const DECISIONS = [
  ...(['hidden', 'restored', 'moved', 'merged', 'locked', 'unlocked', 'edited'] as const),
  ...(['warned', 'suspended', 'excluded', 'readmitted', 'dismissed'] as const),
  ...(['accepted', 'refused'] as const),
] as const

export type DecisionAct = (typeof DECISIONS)[number]
