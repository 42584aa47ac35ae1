export const SCOPES = [
  'read',
  'library',
  'gatherings',
  'threads',
  'chat',
  'spaces',
  'account',
  'moderation',
  'administration',
] as const

export type Scope = (typeof SCOPES)[number]
