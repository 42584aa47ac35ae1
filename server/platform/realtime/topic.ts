/** Something that members listen to: `topic` as `publish` names it, `name` as clients and events do. */
export type Topic = {
  topic: string
  name: string
  /** Members see each other there: presence and typing. */
  sociable: boolean
}
