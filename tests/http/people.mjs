// The people of the sample data, logged in.

import assert from 'node:assert/strict'
import { Visitor } from './client.mjs'

const kAccounts = {
  buyer: ['pembeli@contoh.example', 'pembeli123'],
  staff: ['staf@hurtrock.com', 'staf12345'],
  admin: ['admin@hurtrock.com', 'admin123'],
}

/** A new session of theirs. `role`: buyer, staff or admin. */
export async function loggedIn(shop, role) {
  const visitor = new Visitor(shop)
  assert.equal((await visitor.logIn(...kAccounts[role])).status, 200)
  return visitor
}

/** Answers a function that answers them, logged in when it is first called and in the same session from then on. */
export function onceLoggedIn(shop, role) {
  let person
  return () => (person ??= loggedIn(shop(), role))
}

/** Answers a function that reads pages as `person()` sees them: the text of an answer 200. */
export function pagesFor(person) {
  return async path => {
    const answer = await (await person()).get(path)
    assert.equal(answer.status, 200, path)
    return answer.text()
  }
}
