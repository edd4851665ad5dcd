// What docs/chat-protocol.md says, against the code of the chat service: frames and their fields, errors, closing codes,
// limits, routes.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = file => fs.readFileSync(path.join(root, file), 'utf8')

const protocol = read('docs/chat-protocol.md')
const frames = read('src/chat/frames.cpp')

/** The rows of the table behind a heading, as cells. */
function tableUnder(heading) {
  const section = protocol.slice(protocol.indexOf(`\n${heading}\n`) + heading.length + 2).split(/\n#{2,3} /)[0]
  const lines = section.split('\n')
  const head = lines.findIndex((line, nth) => line.startsWith('|') && lines[nth + 1]?.startsWith('|---'))
  assert.ok(head >= 0, `a table under "${heading}"`)
  const rows = []
  for (let i = head + 2; lines[i]?.startsWith('|'); ++i) rows.push(lines[i].split('|').slice(1, -1).map(cell => cell.trim()))
  return rows
}
const names = cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
const sorted = list => [...new Set(list)].sort()

/** The body of a function, found by how its definition begins. */
function bodyOf(code, beginning) {
  const from = code.indexOf(beginning)
  assert.ok(from >= 0, `the code has ${beginning}`)
  return code.slice(from, code.indexOf('\n}', from))
}
/** The keys of the object that a function writes, not those of objects inside. */
function keysIn(body) {
  const flat = body.replaceAll(/json::object\{\{"slug"[^]*?\}\}\)?/g, '')
  return [...flat.matchAll(/\{"(\w+)", |frame\["(\w+)"\] =|room\["(\w+)"\] =|file\["(\w+)"\] =/g)].map(found => found.slice(1).find(name => name))
}
/** Problem -> how the protocol calls it. */
const codes = new Map([...bodyOf(frames, 'std::string_view code_of(').matchAll(/case Problem::(k\w+):\n\s*return "(\w+)";/g)].map(([, name, code]) => [name, code]))

describe('the chat\'s protocol as it is written down', () => {
  test('has the frames that a client may send, with the fields that are read', () => {
    const reads = beginning => [...bodyOf(frames, beginning).matchAll(/(?:text_at\(frame, |if_contains\()"(\w+)"|(room_at)\(frame\)/g)].map(([, name]) => name ?? 'room')
    const known = bodyOf(frames, 'Parsed parse_known(')
    const types = [...known.matchAll(/type == "(\w+)"\)/g)].map(([, type]) => type)
    const fields = {
      hello: reads('Parsed parse_hello('), send: reads('Parsed parse_send('), read: reads('Parsed parse_read('),
      typing: ['room'], token: ['token'], ping: [],
    }
    assert.deepEqual(sorted(Object.keys(fields)), sorted(types))
    const written = Object.fromEntries(tableUnder('### From the client').map(([type, list]) => [names(type)[0], sorted(names(list))]))
    assert.deepEqual(written, Object.fromEntries(types.map(type => [type, sorted(fields[type])])))
  })

  test('has the frames that the service sends, with their fields', () => {
    const roomFields = keysIn(bodyOf(frames, 'json::object room_json('))
    const sent = {
      welcome: keysIn(bodyOf(frames, 'std::string welcome_frame(')),
      ack: keysIn(bodyOf(frames, 'std::string ack_frame(')),
      message: [...keysIn(bodyOf(frames, 'json::object to_json(const Message& message')), 'type'],
      read: keysIn(bodyOf(frames, 'std::string read_frame(')),
      typing: keysIn(bodyOf(frames, 'std::string typing_frame(')),
      presence: keysIn(bodyOf(frames, 'std::string presence_frame(')),
      error: keysIn(bodyOf(frames, 'std::string error_frame(')),
    }
    const types = [...frames.matchAll(/"type", "(\w+)"|frame\["type"\] = "(\w+)"|"type":"(\w+)"/g)].map(found => found.slice(1).find(type => type))
    const rows = new Map(tableUnder('### From the server').map(([type, fields, more]) => [names(type)[0], { fields: names(fields), more }]))
    assert.deepEqual(sorted(rows.keys()), sorted(types))
    for (const [type, fields] of Object.entries(sent)) assert.deepEqual(sorted([...rows.get(type).fields, 'type']), sorted([...fields, 'type']), type)
    // Of `room` it says which of a room's fields it does not have.
    const all = tableUnder('## Rooms').flatMap(([field]) => names(field))
    const leftOut = rows.get('room').fields.slice(1)
    assert.deepEqual(sorted(all.filter(field => !leftOut.includes(field))), sorted(roomFields))
    assert.deepEqual(sorted(all), sorted([...roomFields, ...keysIn(bodyOf(frames, 'json::object to_json(const RoomView& view')).filter(key => all.includes(key))]))
    assert.deepEqual(sorted(leftOut), sorted([...bodyOf(frames, 'json::object to_json(const RoomView& view').matchAll(/room\["(\w+)"\] =/g)].map(([, key]) => key)))
  })

  test('has what products and attachments of a message tell', () => {
    const [, product] = protocol.match(/`product` is null or `\{([^}]*)\}`/)
    assert.deepEqual(sorted(product.split(', ')), sorted([...bodyOf(frames, 'json::value product_json(').matchAll(/\{"(\w+)",/g)].map(([, key]) => key)))
    const [, always, pictures] = protocol.match(/`attachment` is null or `\{([^}]*)\}`.*?\(then with ([^)]*)\)/)
    assert.deepEqual(sorted([...always.split(', '), ...names(pictures)]), sorted(keysIn(bodyOf(frames, 'json::object to_json(const Attachment&'))))
  })

  test('has every error, and no other', () => {
    assert.ok(codes.size > 10)
    assert.deepEqual(sorted(tableUnder('### Errors').flatMap(([code]) => names(code))), sorted(codes.values()))
  })

  test('has every code that a socket is closed with by name', () => {
    const own = [...read('src/chat/session.hpp').matchAll(/constexpr websocket::CloseCode k\w+ = (\d+);/g)].map(([, code]) => code)
    const all = [...own, ...[...read('src/platform/websocket/websocket.hpp').matchAll(/constexpr CloseCode k\w+ = (\d+);/g)].map(([, code]) => code)]
    assert.ok(own.length > 3)
    const written = tableUnder('### Closing').flatMap(([code]) => code.split(', '))
    assert.deepEqual(sorted(all).filter(code => !written.includes(code)), [])
    // What is no constant of ours is the WebSocket library's: no UTF-8 and too long.
    assert.deepEqual(written.filter(code => !all.includes(code)), ['1007', '1009'])
  })

  test('has the roles and states that the code has', () => {
    const chat = read('src/chat/chat.cpp')
    const words = type => [...bodyOf(chat, `std::string_view word(${type} `).matchAll(/:\n\s*return "(\w+)";/g)].map(([, word]) => word)
    const [, roles] = protocol.match(/`role` is ([^:]*?), or `shop`/)
    assert.deepEqual(sorted([...names(roles), 'shop']), sorted(words('Role')))
    const [, states] = protocol.match(/\| `status` \| ([^;]*);/)
    assert.deepEqual(sorted(names(states)), sorted(words('Status')))
  })

  for (const [what, written, file, coded] of [
    ['bytes of a frame', /text frames of at most (\d+) KiB/, 'src/platform/websocket/websocket.hpp', /longest_message = (\d+) \* 1024/],
    ['seconds until the greeting', /within (ten) seconds\. The server answers/, 'src/chat/session.hpp', /kHelloPatience\{(\d+)\}/],
    ['frames that wait for the welcome', /wait for it \((\d+) at most\)/, 'src/chat/session.cpp', /kMostEarly = (\d+);/],
    ['rooms to resume', /last seq seen\}`, at most (\d+);/, 'src/chat/frames.cpp', /kMostResumed = (\d+);/],
    ['characters of a message', /`body` 1–([\d,]+) characters/, 'src/chat/chat.hpp', /kLongestBody = ([\d']+);/],
    ['rooms of a welcome', /the (\d+) most recent rooms/, 'src/chat/chat.hpp', /kMostRoomsAtOnce = (\d+);/],
    ['messages at once', /more than (\d+) `send` in ten seconds/, 'src/chat/send_limit.hpp', /kMost = (\d+);/],
    ['seconds for them', /more than \d+ `send` in (ten) seconds/, 'src/chat/send_limit.hpp', /kWithin\{(\d+)\}/],
    ['other frames at once', /or (\d+) other frames/, 'src/chat/session.cpp', /kMostOthers = (\d+);/],
    ['bytes of a client\'s name for its frame', /a text of at most (\d+) bytes/, 'src/chat/frames.cpp', /kLongestNamed = (\d+);/],
    ['sockets of a person', /`too_many_sockets` \| (\d+) a person/, 'src/chat/hub.hpp', /kMostSocketsEach = (\d+);/],
    ['seconds that are no absence', /back within (three) seconds was not away/, 'src/chat/hub.cpp', /kAbsence = (\d+)s;/],
    ['seconds between pings', /pings every (\d+) seconds/, 'src/platform/websocket/websocket.hpp', /ping_every\{(\d+)'000\}/],
    ['seconds of silence', /nothing has come for (\d+)\./, 'src/platform/websocket/websocket.hpp', /silence\{(\d+)'000\}/],
    ['MiB that wait', /more than (\d+) MiB waited/, 'src/platform/websocket/websocket.hpp', /most_waiting_bytes = (?:(\d+) \* )?1024 \* 1024;/],
    ['minutes of a token', /A token is good for (ten) minutes/, 'src/accounts/chat_token.hpp', /kChatTokenLife\{(\d+)\}/],
    ['MB of an upload', /or PDF, at most (\d+) MB;/, 'src/chat/chat.hpp', /kMostAttachmentBytes = (\d+) \* 1024 \* 1024;/],
    ['uploads that nobody has said', /; (ten) at most that no message names yet/, 'src/chat/chat.hpp', /kMostUnsent = (\d+);/],
    ['messages of a page', /`limit` ≤ (\d+),/, 'src/chat/chat.hpp', /kMostPerPage = (\d+);/],
    ['megapixels of a JPEG', /at most (\d+) megapixels as an ordinary JPEG/, 'src/images/images.hpp', /kMostPixels = (\d+)'000'000;/],
    ['megapixels of others', /ordinary JPEG, (\d+) as any other kind/, 'src/images/images.hpp', /kMostDecodedPixels = (\d+)'000'000;/],
  ])
    test(`has the limit of the code: ${what}`, () => {
      const number = (text, pattern) => {
        const found = text.match(pattern)
        assert.ok(found, `${pattern}`)
        const [, digits = '1'] = found
        return { three: 3, ten: 10 }[digits] ?? Number(digits.replaceAll(/[,']/g, ''))
      }
      assert.equal(number(protocol, written), number(read(file), coded))
    })

  test('has every route of the REST interface, and no other', () => {
    const routes = [...read('src/chat/routes.cpp').matchAll(/\{k(Get|Post|Put|Patch|Delete), "\/api(\/[^"]*)"/g)]
      .map(([, method, route]) => `${method.toUpperCase()} ${route.replaceAll(/:\w+/g, '{id}')}`)
    assert.ok(routes.length > 10)
    const written = tableUnder('## REST').flatMap(([calls]) => names(calls)).map(call => call.match(/^([A-Z]+ [^ ?]+)/)[1])
    assert.deepEqual(sorted(written), sorted(routes))
  })

  test('has every error of the REST interface with its status', () => {
    const folder = path.join(root, 'src/chat')
    const files = fs.readdirSync(folder).filter(name => name.endsWith('.cpp') && !name.endsWith('_test.cpp') && name !== 'asked_of_shop.cpp')
    const code = [...files.map(name => read(`src/chat/${name}`)), read('src/platform/http/input.cpp')].join('\n')
    const statuses = new Map()
    let cases = []
    for (const [, problem, status] of bodyOf(read('src/chat/routes.cpp'), 'http::Response refusal(').matchAll(/case Problem::(k\w+):|status = (\d+);/g)) {
      if (problem) cases.push(problem)
      else for (const one of cases.splice(0)) statuses.set(one, status)
    }
    const answered = [
      ...[...code.matchAll(/\bproblem\((\d+),\s*"(\w+)"/g)].map(([, status, name]) => `${status} ${name}`),
      ...[...code.matchAll(/\bproblem\((\d+),\s*code_of\(Problem::(k\w+)\)/g)].map(([, status, problem]) => `${status} ${codes.get(problem)}`),
      ...[...code.matchAll(/\b(?:refusal|unauthorized)\((?:[\w.]+ \? )?Problem::(k\w+)(?: : Problem::(k\w+))?/g)]
        .flatMap(([, one, other]) => [one, other].filter(problem => problem).map(problem => `${statuses.get(problem) ?? 422} ${codes.get(problem)}`)),
    ]
    assert.ok(answered.length > 10)
    const section = protocol.slice(protocol.indexOf('| status | code | |'))
    const rows = section.split('\n').slice(2)
    const written = rows.slice(0, rows.findIndex(line => !line.startsWith('|')))
      .flatMap(line => { const [, status, list] = line.split('|'); return names(list).map(name => `${status.trim()} ${name}`) })
    assert.deepEqual(sorted(written), sorted(answered))
  })
})
