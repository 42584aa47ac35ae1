import { z } from 'zod'
import { TONES } from '../../models/words/category.ts'
import { journalOperations } from '../audit/openapi.ts'
import { roomForm } from '../chat/forms.ts'
import { room } from '../chat/openapi.ts'
import { legalOperations } from '../pages/openapi.ts'
import { account } from '../people/account/openapi.ts'
import { mergeForm, refusalForm } from '../people/joining/forms.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  reads,
  removes,
} from '../platform/openapi/operation.ts'
import { categoryForm } from './categories.ts'
import { claimForm, roleForm, settingsForm } from './forms.ts'

const candidate = account.extend({ introduction: z.string() }).meta({ id: 'Candidate' })

const managedRoom = room.extend({ manageUrl: z.string() }).meta({ id: 'ManagedRoom' })

const managedCategory = z
  .object({
    id,
    url: z.string(),
    slug: z.string(),
    name: z.string(),
    nameEn: z.string(),
    description: z.string(),
    descriptionEn: z.string(),
    tone: z.enum(TONES),
    order: count,
    threads: count.optional(),
  })
  .meta({ id: 'ManagedCategory' })

const settings = z
  .object({
    name: z.string(),
    tagline: z.string().optional(),
    region: z.string().optional(),
    volunteersAtOnce: z.boolean().optional(),
    adminsNeedSecondFactor: z.boolean().optional(),
    act: z.string().optional(),
    bar: z.string().optional(),
  })
  .meta({ id: 'Settings' })

const claim = { form: claimForm, example: { body: { space: 'cybercommune-de-rostrenen' } } }

export const adminArea: Area = {
  name: 'administration',
  operations: [
    ...journalOperations,
    ...legalOperations,
    reads('readAdministration', '/administration', {
      answer: z.object({ pending: count, moderation: count }),
    }),
    reads('listRequests', '/administration/demandes', {
      answer: listOf(candidate).extend({ claims: z.array(candidate) }),
    }),
    changes('approveRequest', '/administration/demandes/:id/accord', { answer: candidate }),
    removes('refuseRequest', '/administration/demandes/:id/refus', {
      form: refusalForm,
      example: { body: { word: 'Le réseau est ouvert aux lieux de la région.' } },
    }),
    changes('mergeRequest', '/administration/demandes/:id/fusion', {
      form: mergeForm,
      answer: candidate.extend({ asked: z.boolean() }),
      example: { body: { email: 'animateur@demo.test' } },
    }),
    changes('grantSpace', '/administration/demandes/:id/lieu', { ...claim, answer: candidate }),
    removes('refuseSpace', '/administration/demandes/:id/lieu/refus', claim),
    reads('listAccounts', '/administration/membres', {
      answer: listOf(candidate.extend({ secondFactor: z.boolean() })),
    }),
    changes('changeRole', '/administration/membres/:id/role', {
      form: roleForm,
      answer: candidate,
      example: { body: { role: 'coordinator' } },
    }),
    reads('listManagedRooms', '/administration/salons', { answer: listOf(managedRoom) }),
    creates('createRoom', '/administration/salons', {
      form: roomForm,
      answer: managedRoom,
      example: { body: { title: 'Impression 3D', topic: 'Les filaments, les pannes.' } },
    }),
    changes('changeRoom', '/administration/salons/:slug/modifier', {
      form: roomForm,
      answer: managedRoom,
      example: { body: { title: 'Impression en 3D', icon: 'cube' } },
    }),
    changes('archiveRoom', '/administration/salons/:slug/fermeture', { answer: managedRoom }),
    changes('reopenRoom', '/administration/salons/:slug/reouverture', { answer: managedRoom }),
    reads('listCategories', '/administration/categories', { answer: listOf(managedCategory) }),
    creates('addCategory', '/administration/categories', {
      form: categoryForm,
      answer: managedCategory,
      example: { body: { name: 'Matériel', nameEn: 'Equipment', tone: 'heather' } },
    }),
    reads('readCategory', '/administration/categories/:id', { answer: managedCategory }),
    changes('changeCategory', '/administration/categories/:id', {
      form: categoryForm,
      answer: managedCategory,
      example: { body: { name: 'Matériel et pannes', nameEn: 'Equipment and repairs' } },
    }),
    removes('removeCategory', '/administration/categories/:id/suppression'),
    reads('readSettings', '/administration/reseau', { answer: settings }),
    changes('changeSettings', '/administration/reseau', {
      form: settingsForm,
      answer: settings,
      example: { body: { name: 'Réseau de Bretagne', region: 'Bretagne' } },
    }),
  ],
}
