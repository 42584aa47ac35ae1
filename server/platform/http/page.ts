import type { Request, Response } from 'express'
import { features } from '../features/feature.ts'
import { type Language, translator } from '../i18n/index.ts'
import type { Topic } from '../memory.ts'
import { networkSettings } from '../network/settings.ts'
import { viewerOf } from '../who/current.ts'
import { isAdmin, isCoordinator, type Viewer, type Visitor } from '../who/viewer.ts'
import { language, localPath } from './preferences.ts'

export type PageWords = {
  /** Shown in the browser's tab, before the network's name. */
  title: string
  description?: string
  /** Which entry of the main navigation is lit. */
  nav?: string
  /** Another frame than the site's own. */
  layout?: string
  mainClass?: string
  bodyClass?: string
  /** Without footer, as in a room. */
  bare?: boolean
  /** The same in other forms, for programs: feeds. */
  alternates?: { type: string; title: string; href: string }[]
  /** Scripts of `public/js` that this page asks for. */
  scripts?: string[]
  /** What a visitor's copy of this page depends on (topics of `memory.ts`); without it nothing is kept. */
  topics?: readonly Topic[]
}

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
    ...(await badgesOf(member)),
    can: { approve: isCoordinator(member), administer: isAdmin(member) },
    here: localPath(req.originalUrl),
    flash: flashOf(req, spoken),
  }
}

async function badgesOf(member: Viewer | Visitor) {
  const badges: Record<string, number | boolean> = {}
  for (const feature of features())
    for (const [name, { of, none }] of Object.entries(feature.badges ?? {}))
      badges[name] = member ? await of(member) : none
  return badges
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
