/** Everything that the log knows of, a noun and what happened to it. */
export const ACTS = [
  ...['network.installed', 'network.changed'],
  ...['member.approved', 'member.refused', 'member.role', 'member.spaceGranted'],
  ...['member.spaceRefused', 'member.warned', 'member.suspended', 'member.returned'],
  ...['member.excluded', 'member.readmitted', 'member.joined', 'member.merged'],
  ...['invitation.made', 'invitation.revoked', 'invitation.listed'],
  'search.synonyms',
  ...['category.added', 'category.changed', 'category.removed'],
  ...['group.made', 'group.closed', 'group.reopened', 'group.removed'],
  ...['group.entrusted', 'group.relieved', 'content.moved'],
  ...['room.opened', 'room.changed', 'room.archived', 'room.reopened'],
  ...['space.added', 'space.granted', 'space.entrusted', 'space.relieved'],
  ...['content.hidden', 'content.restored', 'content.edited', 'content.removed'],
  ...['content.accepted', 'content.refused', 'content.published', 'content.archived'],
  ...['thread.moved', 'thread.merged', 'thread.locked', 'thread.unlocked'],
  ...['case.dismissed', 'case.read', 'journal.exported'],
  ...['page.changed', 'page.reset', 'member.leaving', 'member.staying', 'member.left'],
  ...['member.dataAsked'],
  ...['access.passwordChanged', 'access.passwordReset', 'access.codesOn', 'access.codesOff'],
  ...['access.codesReset', 'access.recoveryMade', 'access.passkeyAdded', 'access.passkeyRemoved'],
  ...['token.made', 'token.revoked'],
] as const

export type Act = (typeof ACTS)[number]
