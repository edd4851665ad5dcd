// The products looked at last in this browser, as ids, the newest first. Prices and names are not kept: they change.
const kKey = "hurtrock:viewed"
const kMost = 12

export function viewedProducts() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? "[]")
    return Array.isArray(kept) ? kept.filter(id => Number.isSafeInteger(id) && id > 0).slice(0, kMost) : []
  } catch {
    return [] // Storage is forbidden or somebody has written into it.
  }
}

export function rememberViewed(id) {
  keepViewed([id, ...viewedProducts().filter(other => other !== id)])
}

export function keepViewed(ids) {
  try {
    localStorage.setItem(kKey, JSON.stringify(ids.slice(0, kMost)))
  } catch {
    // Then there are none the next time.
  }
}
