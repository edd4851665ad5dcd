// Where the shops of tests run: alone, or with HURTROCK_TOPOLOGY=nodes as two shops and two chats on one PostgreSQL, one
// Redis and one data folder behind nginx, as two machines have them (nodes.mjs).

const kTopologies = ['alone', 'nodes']
const chosen = process.env.HURTROCK_TOPOLOGY || 'alone'
if (!kTopologies.includes(chosen)) throw new Error(`HURTROCK_TOPOLOGY=${chosen} is none of ${kTopologies.join(', ')}`)

export const onNodes = chosen === 'nodes'

/** What tests are repeated on: a SQLite file is one machine's. */
export const kDatabases = onNodes ? ['postgres'] : ['sqlite', 'postgres']

/** For the `skip` of a test that several nodes make no sense for: why, or false where the shop is alone. */
export function alone(why) {
  return onNodes && `not on several nodes: ${why}`
}
