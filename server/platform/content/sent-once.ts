import { isDuplicate } from '../database/duplicates.ts'

type Creating<R> = {
  create(): Promise<R>
  /** The same one, if it is there. */
  same(): PromiseLike<R | null | undefined>
}

/**
 * What is sent twice is one record: the one that `create` makes or, when a unique index refuses it, the `same` one that was there
 * before; `isNew` is then false. Throws what `create` throws when it is for another reason.
 */
export async function createOnce<R>({ create, same }: Creating<R>) {
  try {
    return { record: await create(), isNew: true }
  } catch (failure) {
    const record = isDuplicate(failure) && (await same())
    if (!record) throw failure
    return { record, isNew: false }
  }
}

/** Under which a record is found when its form is sent again: `clientId` is the form's own id, or whatever makes it the same one. */
export function sendingKey(author: string, place: unknown, clientId: string) {
  return `${author} ${place} ${clientId}`
}
