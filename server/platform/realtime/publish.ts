import { LANGUAGES, type Language } from '../i18n/index.ts'
import type { Payload, ServerEvents } from './contract.ts'

type Emit = (channel: string, event: string, payload: object) => void

let emit: Emit | undefined

/** Once the sockets are there, what is published goes out; until then `publish` does nothing. */
export function attachPublisher(publisher: Emit | undefined) {
  emit = publisher
}

/**
 * Tells who listens to `topic` (`room:ID`, `thread:ID`, `member:ID`), each in their language:
 * `payload` is asked once a language, so that its HTML is the page's own partial.
 */
export function publish<E extends keyof ServerEvents>(
  topic: string,
  event: E,
  payload: (language: Language) => Payload<E>,
) {
  if (!emit) return
  for (const language of LANGUAGES) emit(channelOf(topic, language), event, payload(language))
}

export function channelOf(topic: string, language: Language) {
  return `${topic}:${language}`
}
