import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import { LANGUAGES, type Language } from '../i18n/index.ts'
import type { Viewer } from '../who/viewer.ts'
import { channelOf } from './publish.ts'

/** What every process may know of each socket, its own or another's: plain values only. */
export type SocketData = {
  viewer: Viewer
  language: Language
  /** What it listens to: the name that clients know, by topic. */
  names: Record<string, string>
}

/** What comes in is unknown until it is read; what goes out is typed by `publish`. */
type Events = DefaultEventsMap
export type HubServer = Server<Events, Events, Events, SocketData>
export type HubSocket = Socket<Events, Events, Events, SocketData>

/** The channels of a topic, one a language. */
export function channelsOf(topic: string) {
  return LANGUAGES.map(language => channelOf(topic, language))
}

export function topicOfChannel(channel: string) {
  return channel.slice(0, channel.lastIndexOf(':'))
}
