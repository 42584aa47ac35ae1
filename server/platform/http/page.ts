import type { Request, Response } from 'express'
import { unreadRoomCount } from '../../chat/queries.ts'
import { hasNews } from '../../people/privacy/consents.ts'
import { type Language, translator } from '../i18n/index.ts'
import { networkSettings } from '../network/settings.ts'
import { viewerOf } from '../who/current.ts'
import { isAdmin, isCoordinator } from '../who/viewer.ts'
import { language, localPath } from './preferences.ts'
import type { PageWords } from './respond.ts'

/** What the layout shows around a view. */
export async function pageOf(req: Request, res: Response, words: PageWords) {
  const network = await networkSettings()
  const spoken = language(res)
  const member = viewerOf(req)
  return {
    ...words,
    language: spoken,
    theme: res.locals.theme === 'auto' ? undefined : res.locals.theme,
    appearance: res.locals.theme ?? 'auto',
    fullTitle: words.title === network.name ? words.title : `${words.title} | ${network.name}`,
    network: {
      name: network.name,
      tagline: network.tagline,
      region: network.region,
      colours: coloursVersion(network.colours),
      compliance: network.legal?.compliance ?? 'none',
    },
    member,
    unreadRooms: member ? await unreadRoomCount(member) : 0,
    privacyNews: member ? await hasNews(member.id) : false,
    can: { approve: isCoordinator(member), administer: isAdmin(member) },
    here: localPath(req.originalUrl),
    flash: flashOf(req, spoken),
  }
}

/** The address of the network's colours changes with them, so that it can be kept for ever. */
function coloursVersion(colours: { act?: string | null; bar?: string | null } | null | undefined) {
  const chosen = [colours?.act, colours?.bar].map(colour => colour?.replace('#', '') ?? '')
  return chosen.some(Boolean) ? chosen.join('-') : undefined
}

/** A sentence left by the action before, shown once. */
function flashOf(req: Request, spoken: Language) {
  const key = req.session?.flash
  if (!key) return undefined
  delete req.session.flash
  return translator(spoken)(`flash.${key}`)
}
