export const ROOM_ICONS = [
  'chat',
  'calendar',
  'cube',
  'wrench',
  'smile',
  'book',
  'bulb',
  'heart',
  'laptop',
  'users',
] as const
