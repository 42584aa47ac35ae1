import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { translator } from '../../platform/i18n/index.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { networkSettings } from '../../platform/network/settings.ts'
import { newLink } from '../../platform/secret-links.ts'
import { services } from '../../platform/services.ts'
import { formatDay } from '../../platform/time/format.ts'
import { isBanned } from '../members/bans.ts'
import { revokeInvitation } from './actions.ts'
import { linkOf } from './presenter.ts'
import { sendList } from './sending.ts'
import { openAt } from './state.ts'

export function defineInvitationJobs(jobs: Jobs) {
  jobs.define<{ id: string }>('mail.invitation', ({ id }) => mailInvitation(id))
  jobs.define<{ id: string }>('invitations.list', ({ id }) => sendList(id, mailInvitation))
}

/** Whoever sends it says so first, for as long as a mail server may take: no other job sends it as well. */
const SENDING_MS = 10 * 60_000

/** The link is made here, as only its hash is ever stored. Sent once, whoever asks and however often. */
async function mailInvitation(id: unknown) {
  const { token, hash } = newLink()
  const invitation = await claim(id, hash)
  if (!invitation?.email) return
  if (await isUnwanted(invitation.email)) {
    await revokeInvitation(invitation)
    return
  }
  await send({ ...invitation, email: invitation.email }, linkOf(token))
  await Invitation.updateOne({ _id: id }, { $set: { sentAt: new Date() } })
}

function claim(id: unknown, hash: string) {
  const now = new Date()
  const notSending = { $not: { $gt: new Date(now.getTime() - SENDING_MS) } }
  return Invitation.findOneAndUpdate(
    { _id: id, sentAt: null, sendingAt: notSending, ...openAt(now) },
    { $set: { hash, sendingAt: now } },
    { returnDocument: 'after' },
  ).lean<InvitationRecord>()
}

/** Nothing is sent to who was excluded, nor to who joined meanwhile. */
async function isUnwanted(email: string) {
  return (await isBanned(email)) || Boolean(await Member.exists({ email }))
}

async function send(invitation: InvitationRecord & { email: string }, link: string) {
  const { email, name, word, language, expiresAt, role } = invitation
  try {
    const [maker, space, { name: network }] = await Promise.all([
      Member.findById(invitation.maker, 'name').lean(),
      invitation.space ? Space.findById(invitation.space, 'name commune').lean() : null,
      networkSettings(),
    ])
    const t = translator(language)
    const values = {
      ...{ network, link, name },
      maker: maker?.name ?? network,
      role: t(`invitations.as.${role}`),
      space: space ? t('invitations.mailSpace', { space: `${space.name}, ${space.commune}` }) : '',
      word: word ? `\n${word}\n` : '',
      day: formatDay(expiresAt, language),
    }
    await services().mailer.send({
      to: email,
      subject: t('invitations.mail.subject', values),
      text: t(name ? 'invitations.mail.textNamed' : 'invitations.mail.text', values),
    })
  } catch (failure) {
    // Not sent: the next try may.
    await Invitation.updateOne({ _id: invitation._id }, { $unset: { sendingAt: 1 } })
    throw failure
  }
}
