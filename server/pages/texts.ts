import type { NetworkRecord } from '../../models/network.ts'
import type { LegalPageName } from '../../models/words/legal-page.ts'
import { type Language, longText, translator } from '../platform/i18n/index.ts'

/** The hub's own text of a page, with what the network says of itself in its blanks. */
export function ownText(name: LegalPageName, language: Language, network: NetworkRecord) {
  const values = valuesOf(network, language)
  return longText(language, name).replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '')
}

function valuesOf({ name, legal }: NetworkRecord, language: Language): Record<string, string> {
  const t = translator(language)
  const given = (value: string | null | undefined, otherwise: string) =>
    value ? plain(value) : t(`pages.unsaid.${otherwise}`)
  const contact = given(legal?.contact, 'contact')
  return {
    network: plain(name),
    publisher: given(legal?.publisher, 'publisher'),
    address: given(legal?.address, 'address'),
    director: given(legal?.director, 'director'),
    host: given(legal?.host, 'host'),
    contact,
    compliance: t(`pages.compliance.${legal?.compliance ?? 'none'}`),
    why: t(`pages.why.${legal?.compliance ?? 'none'}`),
    dataContact: legal?.dataContact ? plain(legal.dataContact) : contact,
  }
}

/** Words between the page's own, never Markdown; an address of a mailbox is a link by itself. */
function plain(value: string) {
  return value.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ')
}
