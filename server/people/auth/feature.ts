import type { Feature } from '../../platform/features/feature.ts'
import { doorRoutes } from './door/routes.ts'
import { defineAuthJobs } from './jobs.ts'
import { authArea } from './openapi.ts'
import { passkeyDoor } from './passkeys/routes.ts'
import { authData } from './personal-data.ts'
import { providerRoutes } from './provider/routes.ts'
import { authRoutes } from './routes.ts'
import { securityRoutes } from './security/routes.ts'

export const authFeature: Feature = {
  name: 'auth',
  personalData: authData,
  mount(map, config) {
    map.use('/', authRoutes(config))
    map.use('/', doorRoutes)
    map.use('/connexion/cle', passkeyDoor)
    map.use('/connexion/oidc', providerRoutes)
    map.use('/compte/securite', securityRoutes)
  },
  jobs: { define: defineAuthJobs },
  api: [authArea],
}
