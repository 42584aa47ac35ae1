import { asksOnly, conclude, dataOf, deliver, type Words, wordsOf } from './lib/deliver.ts'
import { clearErrors, markField } from './lib/form-errors.ts'

/**
 * Forms with files: what is chosen is listed and can be taken back, several choices add up, and the
 * sending shows how far it is. Without a script, or with an old one, the plain form does the same.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[enctype]')) {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]')
  if (input) enhance(form, input)
}

function enhance(form: HTMLFormElement, input: HTMLInputElement) {
  const words = wordsOf(form)
  const list = document.createElement('ul')
  list.className = 'uploads'
  list.setAttribute('role', 'list')
  list.setAttribute('aria-label', words.list ?? '')
  input.after(list)
  keepChoices(input, () => {
    clearErrors(form)
    listFiles(list, input, words)
    const complaint = complaintOf(input, words)
    if (complaint) markField(input, complaint)
  })
  form.addEventListener('submit', event => {
    const { submitter } = event
    if (event.defaultPrevented || !hasFiles(input) || asksOnly(submitter)) return
    event.preventDefault()
    void send(form, submitter, list, words)
  })
}

const hasFiles = (input: HTMLInputElement) => Boolean(input.files?.length)

/** A second choice adds to the first one, where browsers would replace it. */
function keepChoices(input: HTMLInputElement, changed: () => void) {
  let kept: File[] = []
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])]
    const others = kept.filter(old => !chosen.some(file => isSame(file, old)))
    kept = input.multiple ? [...others, ...chosen] : chosen
    setFiles(input, kept)
    changed()
  })
  input.addEventListener('files:removed', () => {
    kept = [...(input.files ?? [])]
    changed()
  })
}

function isSame(a: File, b: File) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified
}

function setFiles(input: HTMLInputElement, files: File[]) {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  input.files = transfer.files
}

function listFiles(list: HTMLElement, input: HTMLInputElement, words: Words) {
  const files = [...(input.files ?? [])]
  list.replaceChildren(...files.map(file => lineOf(file, input, words)))
}

function lineOf(file: File, input: HTMLInputElement, words: Words) {
  const line = document.createElement('li')
  const size = document.createElement('span')
  size.className = 'soft num'
  size.textContent = sizeWords(file.size)
  const name = document.createElement('span')
  name.textContent = file.name
  const remove = document.createElement('button')
  remove.type = 'button'
  remove.className = 'bare'
  remove.append(cross())
  remove.setAttribute('aria-label', (words.remove ?? '').replace('{name}', file.name))
  remove.addEventListener('click', () => {
    setFiles(
      input,
      [...(input.files ?? [])].filter(other => other !== file),
    )
    input.dispatchEvent(new Event('files:removed'))
    input.focus()
  })
  line.append(size, name, remove)
  return line
}

/** The page's own icon, from the sprite that it uses already. */
function cross() {
  const [sprite] = document.querySelector('.i use')?.getAttribute('href')?.split('#') ?? []
  if (!sprite) return '×'
  const icon = document.createElementNS(SVG, 'svg')
  icon.setAttribute('class', 'i')
  icon.setAttribute('viewBox', '0 0 20 20')
  icon.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `${sprite}#x`)
  icon.append(use)
  return icon
}

const SVG = 'http://www.w3.org/2000/svg'

/** « 8 ko », « 2,4 Mo » */
function sizeWords(bytes: number) {
  const [value, unit] =
    bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'kilobyte'] : [bytes / 1e6, 'megabyte']
  const options = { style: 'unit', unit, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(document.documentElement.lang, options).format(value)
}

async function send(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  list: HTMLElement,
  words: Words,
) {
  clearErrors(form)
  const input = form.querySelector<HTMLInputElement>('input[type="file"]')
  const complaint = input && complaintOf(input, words)
  if (complaint) {
    conclude(form, { way: 'invalid', errors: { files: complaint } }, words)
    return
  }
  const gauge = gaugeIn(list, words)
  const sending = deliver(form, dataOf(form, submitter), {
    words,
    progress: part => gauge.show(part),
    waiting: sentence => gauge.wait(sentence),
  })
  gauge.onCancel(() => sending.stop())
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button[type="submit"]')]
  for (const button of buttons) button.disabled = true
  const outcome = await sending.finished
  if (conclude(form, outcome, words)) return
  gauge.remove()
  for (const button of buttons) button.disabled = false
  if (outcome.way === 'stopped') submitter?.focus()
}

/** What the hub would refuse is said before it is sent: a heavy file takes long on a tight line. */
function complaintOf({ files }: HTMLInputElement, words: Words) {
  const chosen = [...(files ?? [])]
  const heavy = chosen.find(({ size }) => size > Number(words.largest))
  if (heavy) return words.tooLarge?.replace('%name%', () => heavy.name)
  const empty = chosen.find(({ size }) => size === 0)
  if (empty) return words.empty?.replace('%name%', () => empty.name)
  return chosen.length > Number(words.most) ? words.tooMany : undefined
}

/** The bar, its words for those who do not see it, told at each tenth, and a way to stop. */
function gaugeIn(list: HTMLElement, words: Words) {
  const box = document.createElement('div')
  box.className = 'stack tight'
  const bar = document.createElement('progress')
  bar.max = 100
  const line = document.createElement('p')
  line.className = 'soft'
  line.setAttribute('role', 'status')
  const cancel = document.createElement('button')
  cancel.type = 'button'
  cancel.textContent = words.cancel ?? ''
  box.append(line, bar, cancel)
  list.after(box)
  return {
    show(part: number) {
      const percent = Math.round(part * 100)
      bar.value = percent
      bar.setAttribute('aria-label', (words.sending ?? '').replace('{percent}', String(percent)))
      const told = part === 1 ? words.done : words.sending
      line.textContent = (told ?? '').replace('{percent}', String(Math.floor(percent / 10) * 10))
    },
    wait(sentence: string) {
      bar.removeAttribute('value')
      line.textContent = sentence
    },
    onCancel(stop: () => void) {
      cancel.addEventListener('click', stop)
      cancel.focus()
    },
    remove: () => box.remove(),
  }
}
