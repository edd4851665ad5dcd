// Every library that the build looks for is also named where it comes from.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const read = name => fs.readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8')

/** What vcpkg calls them. `null`: part of every system. */
const kPorts = {
  PkgConfig: ['pkgconf'], Threads: null, Boost: ['boost-asio', 'boost-beast', 'boost-json', 'boost-url'], OpenSSL: ['openssl'], fmt: ['fmt'],
  spdlog: ['spdlog'], CLI11: ['cli11'], sqlite3: ['sqlite3'], libpq: ['libpq'], libsodium: ['libsodium'], libcurl: ['curl'], hiredis: ['hiredis'],
  'xapian-core': ['xapian'], zlib: ['zlib'], libbrotlienc: ['brotli'], libbrotlidec: ['brotli'], jemalloc: ['jemalloc'], 'vips-cpp': ['libvips'],
  pangocairo: ['pango', 'cairo'], pangoft2: ['pango'], fontconfig: ['fontconfig'], xlsxwriter: ['libxlsxwriter'], libzip: ['libzip'], zint: ['zint'],
}

test('vcpkg.json names every library that CMake wants, and no other', () => {
  const cmake = read('cmake/Libraries.cmake')
  const wanted = [
    ...[...cmake.matchAll(/^find_package\((\w+)/gm)].map(([, name]) => name),
    ...[...cmake.matchAll(/^pkg_check_modules\(\w+ REQUIRED IMPORTED_TARGET ([^)]+)\)/gm)].flatMap(([, names]) => names.split(' ')),
    ...[...cmake.matchAll(/^find_library\(\w+ (\w+)/gm)].map(([, name]) => name),
  ]
  assert.ok(wanted.length > 15)
  const ports = wanted.flatMap(name => {
    assert.ok(name in kPorts, `${name}: say above what vcpkg calls it`)
    return kPorts[name] ?? []
  })
  const named = JSON.parse(read('vcpkg.json')).dependencies.map(one => one.name ?? one)
  assert.deepEqual([...named].sort(), [...new Set([...ports, 'gtest'])].sort())
})
