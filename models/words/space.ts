export const SPACE_KINDS = [
  'cybercommune',
  'epn',
  'mediatheque',
  'fablab',
  'repair-cafe',
  'maison-services',
  'association',
] as const

export const SERVICES = [
  'computers',
  'printing',
  'scanner',
  'wifi',
  'pc-loan',
  'interview-desk',
  '3d-printer',
  'laser-cutter',
  'repair-cafe',
  'workshops',
  'admin-help',
  'accessible',
] as const
