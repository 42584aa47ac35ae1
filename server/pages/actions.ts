import type { z } from 'zod'
import { LegalPage, type LegalPageRecord } from '../../models/legal-page.ts'
import type { LegalPageName } from '../../models/words/legal-page.ts'
import { isDuplicate } from '../platform/database/duplicates.ts'
import { Conflict } from '../platform/errors.ts'
import type { Language } from '../platform/i18n/index.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { remember } from '../platform/memory.ts'
import { networkSettings } from '../platform/network/settings.ts'
import type { pageForm } from './forms.ts'
import { ownText } from './texts.ts'

type Writer = { id: string }

/** The version in force; null while the hub's own text was never changed. */
export function currentPage(page: LegalPageName) {
  return remember(['legal_pages'], `legal page ${page}`, () =>
    LegalPage.findOne({ page }).sort({ version: -1 }).lean<LegalPageRecord>(),
  )
}

/** What a reader sees: the administrators' words as they were rendered, or else the hub's own. */
export async function htmlOf(page: LegalPageName, language: Language): Promise<string> {
  const written = (await currentPage(page))?.[language]
  if (written) return written.html
  return remember(['networks', 'legal_pages'], `own text ${page} ${language}`, async () =>
    render(ownText(page, language, await networkSettings()), language),
  )
}

export async function bodyOf(page: LegalPageName, language: Language) {
  const written = (await currentPage(page))?.[language]
  return written ? written.body : ownText(page, language, await networkSettings())
}

export function render(body: string, language: Language) {
  return renderMarkdown(body, { french: language === 'fr', headingOffset: 1 })
}

/** A new version in both languages. Throws Conflict when somebody saved since the one it started from. */
export function savePage(page: LegalPageName, input: z.output<typeof pageForm>, by: Writer) {
  const { fr, en, important, version } = input
  const words = {
    fr: { body: fr, html: render(fr, 'fr') },
    en: { body: en, html: render(en, 'en') },
  }
  return write(page, version, { ...words, important: important && page === 'privacy' }, by)
}

/** The hub's own text again, as a version like others. */
export function resetPage(page: LegalPageName, version: number | undefined, by: Writer) {
  return write(page, version, {}, by)
}

async function write(
  page: LegalPageName,
  startedFrom: number | undefined,
  words: object,
  { id: by }: Writer,
): Promise<LegalPageRecord> {
  // Not what is remembered: another process may just have written.
  const last = await LegalPage.findOne({ page }, 'version').sort({ version: -1 }).lean()
  const current = last?.version ?? 0
  if (startedFrom !== undefined && startedFrom !== current) throw new Conflict()
  try {
    const made = { page, version: current + 1, ...words, by, at: new Date() }
    return (await new LegalPage(made).save()).toObject()
  } catch (failure) {
    throw isDuplicate(failure) ? new Conflict() : failure
  }
}
