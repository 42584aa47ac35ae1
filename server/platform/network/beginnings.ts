import { Category } from '../../../models/category.ts'
import { Room } from '../../../models/room.ts'
import { translator } from '../i18n/index.ts'

const CATEGORIES = [
  { slug: 'entraide', word: 'help', tone: 'glass' },
  { slug: 'animation', word: 'workshops', tone: 'heather' },
  { slug: 'technique', word: 'technical', tone: 'sea' },
  { slug: 'organisation', word: 'organisation', tone: 'wheat' },
] as const

/** What a new network starts with: four shelves for its discussions and one room. All may be renamed or removed. */
export async function furnish() {
  const [french, english] = [translator('fr'), translator('en')]
  if (!(await Category.exists({}))) {
    await Category.insertMany(
      CATEGORIES.map(({ slug, word, tone }, order) => ({
        ...{ slug, tone, order },
        name: french(`beginnings.${word}.name`),
        nameEn: english(`beginnings.${word}.name`),
        description: french(`beginnings.${word}.description`),
        descriptionEn: english(`beginnings.${word}.description`),
      })),
    )
  }
  if (!(await Room.exists({}))) {
    const title = french('beginnings.room.name')
    await Room.create({
      slug: 'entraide-en-direct',
      title,
      topic: french('beginnings.room.description'),
    })
  }
}
