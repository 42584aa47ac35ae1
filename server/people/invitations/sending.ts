import { Invitation } from '../../../models/invitation.ts'
import { InvitationList, type InvitationListRecord } from '../../../models/invitation-list.ts'
import { Member } from '../../../models/member.ts'
import { isDuplicate } from '../../platform/database/duplicates.ts'
import { log } from '../../platform/log.ts'
import { newLink } from '../../platform/secret-links.ts'
import { presentViewer } from '../members/presenter.ts'
import { fieldsOf } from './actions.ts'
import { type Reviewed, review } from './review.ts'

/**
 * The invitations of a list, then their mails. It may be cut at any point and run again, or twice at
 * once: a line makes one invitation, and an invitation one mail. One address that a mail server refuses
 * does not keep the others waiting.
 */
export async function sendList(id: string, mail: (id: unknown) => Promise<void>) {
  const list = await InvitationList.findById(id).lean<InvitationListRecord>()
  if (!list?.sentAt) return
  await makeAll(list)
  const waiting = await Invitation.find({ list: list._id, sentAt: null, revokedAt: null }, '_id')
  const failures: unknown[] = []
  for (const { _id } of waiting) await mail(_id).catch(failure => failures.push(failure))
  if (failures.length === 0) return
  log.warn({ list: id, failed: failures.length }, 'invitations not sent')
  throw failures[0]
}

async function makeAll(list: InvitationListRecord) {
  const maker = await Member.findById(list.maker).lean()
  if (!maker) return
  const reviewed = await review(list.lines, presentViewer(maker))
  const wanted = reviewed.filter(({ obstacle }) => !obstacle)
  for (let at = 0; at < wanted.length; at += 200)
    await insert(wanted.slice(at, at + 200).map(line => invitationFor(line, list)))
}

function invitationFor({ name, email, as, at }: Reviewed, list: InvitationListRecord) {
  const { days, word, language, maker } = list
  const terms = { role: as ?? 'volunteer', days, word, language, uses: 1 }
  return {
    ...fieldsOf({ id: String(maker) }, terms),
    ...{ name, email, space: at?.id, list: list._id },
    // Nobody knows this link: the one that is sent is made with the mail.
    hash: newLink().hash,
    once: `${list._id} ${email}`,
  }
}

async function insert(invitations: object[]) {
  try {
    await Invitation.insertMany(invitations, { ordered: false })
  } catch (failure) {
    // Made by the run that was cut, or by the one beside.
    if (!isDuplicate(failure, 'once')) throw failure
  }
}
