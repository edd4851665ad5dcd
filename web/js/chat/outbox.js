// What has been written and is not at the chat service yet: kept in the browser, so that a reload, a crash or a day
// without network loses nothing. An entry: {client_id, n, person, owner, room or null, body, product, attachment, at,
// failed}; `attachment` is what the service has said of a file that it has already. `n` is
// the order in which they were written, in all tabs; `person` who wrote them, as the shop's pages call them, and `owner`
// their number at the chat service once that is known, so that on a shared computer nobody sends what somebody else has
// written.
const kName = "hurtrock-chat"
const kStore = "outbox"
const kMost = 200
const kKeepMs = 14 * 24 * 60 * 60 * 1_000

/** Of this browser; in memory where it keeps nothing, as in some private windows. */
export async function openOutbox() {
  try {
    return new StoredOutbox(await open())
  } catch {
    return new MemoryOutbox()
  }
}

export class MemoryOutbox {
  #entries = new Map()
  #last = 0

  async all(person) {
    return [...this.#entries.values()].filter(entry => isOf(entry, person)).sort((a, b) => a.n - b.n)
  }

  /** The entry, with its number. Under a client_id that is there already it takes the place of the other. */
  async put(entry) {
    const kept = { ...entry, n: this.#entries.get(entry.client_id)?.n ?? ++this.#last }
    if (!this.#entries.has(entry.client_id) && this.#entries.size >= kMost) throw new OutboxFull()
    this.#entries.set(entry.client_id, kept)
    return kept
  }

  async remove(clientId) {
    this.#entries.delete(clientId)
  }
}

export class OutboxFull extends Error {}

class StoredOutbox {
  constructor(database) {
    this.database = database
  }

  async all(person) {
    const entries = await this.#run("readonly", store => store.getAll())
    return entries.filter(entry => isOf(entry, person)).sort((a, b) => a.n - b.n)
  }

  /** Resolves once it is on the disk. */
  async put(entry) {
    return this.#run("readwrite", (store, done, refuse) => {
      const known = store.index("client_id").get(entry.client_id)
      known.onsuccess = () => {
        const count = store.count()
        count.onsuccess = () => {
          if (!known.result && count.result >= kMost) return refuse(new OutboxFull())
          const kept = { ...entry, ...(known.result && { n: known.result.n }) }
          if (!known.result) delete kept.n
          const put = store.put(kept)
          put.onsuccess = () => done({ ...kept, n: put.result })
        }
      }
    })
  }

  async remove(clientId) {
    return this.#run("readwrite", (store, done) => {
      const known = store.index("client_id").getKey(clientId)
      known.onsuccess = () => {
        if (known.result !== undefined) store.delete(known.result)
        done()
      }
    })
  }

  /** `work` answers a request, or calls `done` with what the transaction amounts to. */
  #run(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(kStore, mode, { durability: "strict" })
      let answer
      const request = work(transaction.objectStore(kStore), value => (answer = value), failure => {
        transaction.abort()
        reject(failure)
      })
      transaction.oncomplete = () => resolve(request?.result ?? answer)
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
  }
}

// What a guest has written is an account's once they have logged in; the service takes it only for rooms of theirs.
function isOf({ person, at }, wanted) {
  return (person === wanted || person === "guest") && Date.now() - at < kKeepMs
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(kName, 1)
    request.onupgradeneeded = () =>
      request.result.createObjectStore(kStore, { keyPath: "n", autoIncrement: true }).createIndex("client_id", "client_id", { unique: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error("blocked"))
  })
}
