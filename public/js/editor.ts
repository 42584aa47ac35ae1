import '@github/markdown-toolbar-element'
import { DraftKeeper } from './editor/draft-keeper.ts'
import { takePictures } from './editor/pictures.ts'
import { placeToolbar } from './editor/toolbar.ts'

/** The form of a resource: a toolbar for its texts, pictures by paste and drop, a draft kept as one types. */
const form = document.querySelector<HTMLFormElement>('form[data-writing]')
const template = form?.querySelector<HTMLTemplateElement>('template[data-editor]')
if (form && template) {
  const draft = new DraftKeeper(form, template.dataset)
  const toolbar = placeToolbar(form, template)
  takePictures(form, toolbar, draft, template.dataset)
}
