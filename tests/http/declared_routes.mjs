// The shop's routes as its code declares them: tests hold their own tables against this one.

import fs from 'node:fs'

const kSource = new URL('../../src/', import.meta.url)

/** "POST /login" -> "Anyone", the access that is declared. */
export function declaredRoutes() {
  const found = new Map()
  for (const feature of fs.readdirSync(kSource)) {
    // The chat's routes.cpp is that of a service of its own, with tests of its own.
    const file = new URL(`${feature}/${feature === 'chat' ? 'page_routes' : 'routes'}.cpp`, kSource)
    if (!fs.existsSync(file)) continue
    const text = fs.readFileSync(file, 'utf8')
    for (const [, method, path, access] of text.matchAll(/\{k(Get|Post|Put|Patch|Delete),\s*"([^"]+)",\s*(?:Access::)?k(\w+),/g))
      found.set(`${method.toUpperCase()} ${path}`, access)
    for (const [, path] of text.matchAll(/\b(?:page|api)\("([^"]+)"/g)) found.set(`GET ${path}`, 'Anyone')
  }
  return found
}
