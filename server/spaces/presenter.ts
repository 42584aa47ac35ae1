import type { SpaceRecord } from '../../models/space.ts'
import type { TerritoryRecord } from '../../models/territory.ts'
import { type Language, type Translate, translator } from '../platform/i18n/index.ts'
import { stateWords } from './hours-words.ts'
import { isKnownService } from './kind-words.ts'

export type Territories = ReadonlyMap<string, TerritoryRecord>

/** A space as everybody may read it. `territory` is a slug, as forms take it. */
export function presentSpace(space: SpaceRecord, territories: Territories) {
  const territory = territories.get(String(space.territory))
  const { slug, name, kind, description, html, address, postcode, commune } = space
  const { lead, labelled, services, openingHours, phone, email, website } = space
  return {
    id: String(space._id),
    url: spaceUrl(space),
    ...{ slug, name, kind, description, html, address, postcode, commune },
    latitude: space.latitude ?? null,
    longitude: space.longitude ?? null,
    territory: territory?.slug ?? null,
    territoryName: territory?.name ?? null,
    ...{ lead, labelled, services, openingHours, phone, email, website },
    computers: space.computers ?? null,
    updatedAt: space.updatedAt.toISOString(),
  }
}

export type PresentedSpace = ReturnType<typeof presentSpace>

/** What a page adds in words. */
export function spaceWords(space: PresentedSpace, language: Language) {
  const t = translator(language)
  const names = space.services.map(service => serviceName(service, t))
  return {
    state: stateWords(space.openingHours, new Date(), language),
    kindName: t(`spaces.kinds.${space.kind}`),
    serviceNames: names,
    phoneLink: space.phone.replace(/[^\d+]/g, ''),
    serviceLine: distinctive(space.services)
      .slice(0, 4)
      .map(service => serviceName(service, t))
      .join(', '),
  }
}

export function serviceName(service: string, t: Translate) {
  return isKnownService(service) ? t(`spaces.services.${service}`) : service
}

/** As a choice of a form or a filter: with a capital. */
export function serviceLabel(service: string, t: Translate) {
  const name = serviceName(service, t)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** What every space has comes last: a list tells what makes each one different. */
const COMMON = ['printing', 'scanner', 'workshops', 'computers', 'wifi', 'accessible']

function distinctive(services: readonly string[]) {
  return [...services].sort((a, b) => COMMON.indexOf(a) - COMMON.indexOf(b))
}

export function spaceUrl({ slug }: { slug: string }) {
  return `/lieux/${slug}`
}
