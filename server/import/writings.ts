import type { z } from 'zod'
import { Resource } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { importMessages } from '../chat/actions.ts'
import { publishGathering } from '../gatherings/actions.ts'
import { gatheringForm } from '../gatherings/forms.ts'
import { createResource } from '../library/actions.ts'
import { resourceForm } from '../library/forms.ts'
import { check } from '../platform/http/parse.ts'
import { toIso } from '../platform/time/format.ts'
import type { Borrow } from '../portable/attached.ts'
import { openThread, postReply } from '../threads/actions.ts'
import { readMoment, sameDay } from './dates.ts'
import type { Authors } from './members.ts'
import type { gatheringFile, resourceFile, roomFile, threadFile } from './shapes.ts'

/** What a network's members wrote, with its dates. Nobody is told of it. */
export type Around = { authors: Authors; now: Date; borrow: Borrow }

type Named<S extends z.ZodType> = z.output<S> & { slug: string }

export async function importResource(file: Named<typeof resourceFile>, around: Around) {
  const { author, createdAt, updatedAt, files, slug, ...fields } = file
  const origin = {
    slug,
    // What a network imports was read before: nothing of it waits for review.
    state: 'published' as const,
    createdAt: readMoment(createdAt, around.now),
    updatedAt: readMoment(updatedAt ?? createdAt, around.now),
  }
  const input = check(resourceForm, fields)
  await createResource(around.authors.viewer(author), input, await around.borrow(files), origin)
}

export async function importGathering(file: Named<typeof gatheringFile>, around: Around) {
  const { author, files, slots, startsAt, endsAt, slug, ...fields } = file
  const start = readMoment(startsAt, around.now, file.timeZone)
  const time = (text: string) =>
    toIso(sameDay(text, start, around.now, file.timeZone), file.timeZone)
  const input = check(gatheringForm, {
    ...fields,
    startsAt: toIso(start, file.timeZone),
    endsAt: toIso(readMoment(endsAt, around.now, file.timeZone), file.timeZone),
    slots: slots.map(slot => ({
      ...slot,
      startsAt: time(slot.startsAt),
      endsAt: time(slot.endsAt),
    })),
  })
  const origin = { slug, createdAt: new Date(Math.min(Number(start), Number(around.now))) }
  await publishGathering(around.authors.find(author), input, await around.borrow(files), origin)
}

export async function importThread(file: Named<typeof threadFile>, { authors, now }: Around) {
  const { title, body, category, author, at, replies } = file
  const createdAt = readMoment(at, now)
  const asked = file.resource && (await Resource.exists({ slug: file.resource }))
  const thread = await openThread(
    authors.find(author),
    { title, body, category },
    { createdAt, ...(asked ? { resource: asked._id } : {}) },
  )
  for (const { author, at, body } of replies) {
    await postReply(thread, authors.find(author), { body }, { createdAt: readMoment(at, now) })
  }
}

export async function importRoom(file: Named<typeof roomFile>, order: number, around: Around) {
  const { slug, title, topic, icon, messages } = file
  const room = await Room.create({ slug, title, topic, icon, order })
  await importMessages(
    room.toObject(),
    messages.map(({ author, at, body }) => ({
      author: { id: around.authors.find(author).id, name: around.authors.find(author).name },
      body,
      createdAt: readMoment(at, around.now),
    })),
  )
}
