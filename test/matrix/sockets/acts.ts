import { Message } from '../../../models/message.ts'
import { Reply } from '../../../models/reply.ts'
import { moderatedKind } from '../../../server/platform/content/kinds.ts'
import type { ServerEvents } from '../../../server/platform/realtime/contract.ts'
import type { Company } from './company.ts'
import type { Place } from './places.ts'

type Act = (company: Company, place: Place) => Promise<unknown>
/** What somebody does, and the push that tells of it. */
type Told = { what: string; event: keyof ServerEvents; act: Act }

/** In this order: each begins where the one before ended. */
export const IN_ROOMS: Told[] = [
  { what: 'a message', event: 'message:posted', act: post },
  { what: 'its new words', event: 'message:edited', act: edit },
  { what: 'what the moderation hides', event: 'message:removed', act: hideMessage },
  { what: 'what it gives back', event: 'message:edited', act: restoreMessage },
  { what: 'what is taken back', event: 'message:removed', act: takeBack },
]

export const IN_DISCUSSIONS: Told[] = [
  { what: 'a reply', event: 'reply:posted', act: answer },
  { what: 'a reply that the moderation hides', event: 'reply:changed', act: hideReply },
  { what: 'that it is hidden', event: 'thread:removed', act: hideThread },
]

function post({ author }: Company, { url }: Place) {
  return done(author.postJson(`${url}/messages`, { body: 'Bonjour' }))
}

function edit({ author }: Company, { url }: Place) {
  return done(author.postJson(`${url}/messages/1/modifier`, { body: 'Bonsoir' }))
}

function takeBack({ author }: Company, { url }: Place) {
  return done(author.postJson(`${url}/messages/1/suppression`))
}

async function hideMessage(_company: Company, { topic }: Place) {
  await moderatedKind('message')?.hide?.(await messageOf(topic))
}

async function restoreMessage(_company: Company, { topic }: Place) {
  await moderatedKind('message')?.restore?.(await messageOf(topic))
}

async function messageOf(topic: string) {
  return String((await Message.findOne({ room: topic.replace('room:', '') }))?._id)
}

function answer({ author }: Company, { url }: Place) {
  return done(author.postJson(`${url}/reponses`, { body: 'Oui' }))
}

async function hideReply(_company: Company, { name }: Place) {
  const reply = await Reply.findOne({ thread: name })
  await moderatedKind('reply')?.hide?.(String(reply?._id))
}

async function hideThread(_company: Company, { name }: Place) {
  await moderatedKind('thread')?.hide?.(name)
}

async function done(asked: Promise<{ status: number; text: string }>) {
  const { status, text } = await asked
  if (status >= 300) throw new Error(`${status}: ${text}`)
}
