import { Router } from 'express'
import { seen } from '../seen.ts'
import { showDifferences } from './differences.ts'
import { showVersion, showVersions } from './pages.ts'
import { restoreVersion } from './restoring.ts'

/** The saved states of a resource: read, compared, given back. */
export const versionRoutes = Router()

versionRoutes.get('/:slug/versions', async (req, res) => showVersions(req, res, await seen(req)))
versionRoutes.get('/:slug/versions/:version', async (req, res) =>
  showVersion(req, res, await seen(req)),
)
versionRoutes.get('/:slug/versions/:version/differences/:other', async (req, res) =>
  showDifferences(req, res, await seen(req)),
)
versionRoutes.post('/:slug/versions/:version/retablissement', restoreVersion)
