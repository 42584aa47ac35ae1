import type { DraftKeeper } from './draft-keeper.ts'
import { DRAFTS, messageOf, post } from './send.ts'
import { markdownField } from './toolbar.ts'
import { said, type Words } from './words.ts'

const PICTURES = 'image/png,image/jpeg,image/gif,image/webp'

/** Pictures pasted, dropped or chosen go into the draft, and their place into the text, with what they show. */
export function takePictures(
  form: HTMLFormElement,
  toolbar: HTMLElement | undefined,
  draft: DraftKeeper,
  words: Words,
) {
  const take = (text: HTMLTextAreaElement | undefined, files: FileList | null | undefined) => {
    const pictures = [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))
    if (!text || pictures.length === 0) return false
    void insertAll(text, pictures, { form, draft, words })
    return true
  }
  form.addEventListener('paste', event => {
    if (take(markdownField(event.target), event.clipboardData?.files)) event.preventDefault()
  })
  form.addEventListener('dragover', event => {
    if (markdownField(event.target) && event.dataTransfer?.types.includes('Files'))
      event.preventDefault()
  })
  form.addEventListener('drop', event => {
    if (take(markdownField(event.target), event.dataTransfer?.files)) event.preventDefault()
  })
  toolbar?.querySelector('[data-picture]')?.addEventListener('click', () => {
    const text = document.getElementById(toolbar.getAttribute('for') ?? '')
    choose(files => take(markdownField(text), files))
  })
}

type Place = { form: HTMLFormElement; draft: DraftKeeper; words: Words }

async function insertAll(text: HTMLTextAreaElement, pictures: File[], place: Place) {
  for (const picture of pictures) {
    const alt = await askAlt(place.form)
    if (alt === undefined) continue
    place.draft.say(place.words.sending)
    const url = await upload(picture, place)
    if (url) insert(text, `![${alt.replace(/[[\]\\]/g, '')}](${url})`)
  }
}

/** The address of the picture in the draft; undefined when the hub does not have it. */
async function upload(picture: File, { draft, words }: Place) {
  const id = await draft.id()
  const data = new FormData()
  data.append('files', picture, picture.name || said(words.alt))
  const answer = id ? await post(`${DRAFTS}/${id}/pieces-jointes`, data) : undefined
  if (answer?.status === 201) {
    draft.say('')
    const { url }: { url: string } = await answer.json()
    return url
  }
  const message = answer ? await messageOf(answer) : words.line
  draft.say(said(words.notSent, { message: message ?? '' }))
  return undefined
}

/** What the picture shows, in words; undefined when its writer changed their mind. */
function askAlt(form: HTMLFormElement): Promise<string | undefined> {
  const dialog = form.querySelector<HTMLDialogElement>('[data-alt-dialog]')
  const field = dialog?.querySelector('input')
  if (!dialog || !field) return Promise.resolve('')
  field.value = ''
  dialog.showModal()
  return new Promise(resolve => {
    const close = (value: string) => dialog.close(value)
    dialog.onclick = ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null
      if (button) close(button.value)
    }
    field.onkeydown = event => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      close('ok')
    }
    dialog.returnValue = ''
    dialog.onclose = () => resolve(dialog.returnValue === 'ok' ? field.value.trim() : undefined)
  })
}

function choose(chosen: (files: FileList | null) => void) {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = PICTURES
  input.multiple = true
  input.addEventListener('change', () => chosen(input.files))
  input.click()
}

function insert(text: HTMLTextAreaElement, words: string) {
  text.focus()
  const before = text.value
  // The old way keeps the browser's own undo; where it does nothing, the text still changes.
  document.execCommand('insertText', false, words)
  if (text.value !== before) return
  text.setRangeText(words, text.selectionStart, text.selectionEnd, 'end')
  text.dispatchEvent(new Event('input', { bubbles: true }))
}
