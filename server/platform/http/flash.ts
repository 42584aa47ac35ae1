import type { RequestHandler } from 'express'

/**
 * A redirect with a sentence for the next page leaves once the session that keeps it is saved: a quick browser asks for that page before
 * this answer has ended.
 */
export const saveBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res)
  res.redirect = (first: number | string, second?: number | string) => {
    const leave = () =>
      typeof first === 'number' ? redirect(first, String(second)) : redirect(first)
    if (!req.session?.flash) return leave()
    req.session.save(failure => (failure ? next(failure) : leave()))
  }
  next()
}
