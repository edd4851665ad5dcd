// node join.mjs SRC OUTPUT: joins SRC/*/api.json, what each feature says of its part of the API, to the one document
// that GET /api/v1/openapi.json answers. Fails when a part contradicts another, points to nothing, or does not describe
// exactly the routes of the SRC/*/routes.cpp beside it.

import fs from 'node:fs'
import path from 'node:path'

const kBase = '/api/v1'
const kOwn = '/openapi.json'
const kMethods = ['get', 'put', 'post', 'patch', 'delete']

const [source, output] = process.argv.slice(2)
const mistakes = []
const document = JSON.parse(fs.readFileSync(path.join(source, 'app/api.json'), 'utf8'))

for (const feature of fs.readdirSync(source).sort()) {
  const routes = routesOf(path.join(source, feature, 'routes.cpp'))
  const file = path.join(source, feature, 'api.json')
  if (feature === 'app') continue
  const part = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { paths: {} }
  const described = Object.entries(part.paths).flatMap(([name, item]) => Object.keys(item).filter(key => kMethods.includes(key)).map(method => `${method} ${name}`))
  for (const route of routes) if (!described.includes(route)) mistakes.push(`${feature}/api.json does not describe ${route}`)
  for (const route of described) if (!routes.includes(route)) mistakes.push(`${feature}/api.json describes ${route}, which is no route`)
  add(document.paths, part.paths, feature)
  for (const [kind, components] of Object.entries(part.components ?? {})) add((document.components[kind] ??= {}), components, feature)
}

const text = JSON.stringify(document)
for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
  if (!document.components[kind]?.[name]) mistakes.push(`nothing is called ${kind}/${name}`)

if (mistakes.length > 0) {
  for (const mistake of new Set(mistakes)) console.error(`openapi: ${mistake}`)
  process.exit(1)
}
fs.writeFileSync(output, text)

function add(to, entries, feature) {
  for (const [name, entry] of Object.entries(entries)) {
    if (name in to) mistakes.push(`${feature}/api.json describes ${name} once more`)
    to[name] = entry
  }
}

/** "get /products/{slug}" and so on: the table's entries name method and path on one line; without a method it is GET. */
function routesOf(file) {
  if (!fs.existsSync(file)) return []
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return lines.flatMap(line => {
    const [, route] = line.match(`"${kBase}(/[^"]*)"`) ?? []
    if (!route || route === kOwn) return []
    const [, method = 'get'] = /\bk(Get|Put|Post|Patch|Delete)\b/.exec(line) ?? []
    return [`${method.toLowerCase()} ${route.replace(/:(\w+)/g, '{$1}')}`]
  })
}
