import { Departure } from '../../../../models/departure.ts'
import { Member, type MemberRecord } from '../../../../models/member.ts'
import { log } from '../../../platform/log.ts'
import { services } from '../../../platform/services.ts'
import { formatDay } from '../../../platform/time/format.ts'
import { mail } from '../mail.ts'

export async function mailLeaving({ id }: { id: string }) {
  const departure = await Departure.findById(id).lean()
  const member = departure && (await Member.findById(departure.member).lean())
  if (!departure || !member) return
  const day = formatDay(departure.dueAt, member.language ?? 'fr')
  const kind = departure.keep ? 'leavingKeep' : 'leavingRemove'
  await mail(member, kind, { day, link: `${services().baseUrl}/connexion` })
}

export async function mailStaying({ id }: { id: string }) {
  const member = await Member.findById(id).lean()
  if (member) await mail(member, 'staying')
}

/** No job keeps their address for it: a mail server that is away now is not asked again. */
export async function mailFarewell(member: MemberRecord) {
  try {
    await mail(member, 'gone')
  } catch (failure) {
    log.warn(
      { error: String(failure).slice(0, 200).replace(member.email, '…') },
      'no farewell mail',
    )
  }
}
