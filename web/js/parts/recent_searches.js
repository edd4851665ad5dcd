// The texts searched for last in this browser, the newest first. They never leave it.
const kKey = "hurtrock:searches"
const kMost = 5
const kLongest = 100

export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? "[]")
    return Array.isArray(kept) ? kept.filter(text => typeof text === "string").slice(0, kMost) : []
  } catch {
    return [] // Storage is forbidden or somebody has written into it.
  }
}

export function rememberSearch(text) {
  const words = text.trim().replace(/\s+/g, " ").slice(0, kLongest)
  if (!words) return
  const others = recentSearches().filter(known => known.toLowerCase() !== words.toLowerCase())
  write([words, ...others].slice(0, kMost))
}

export function forgetSearches() {
  write([])
}

function write(texts) {
  try {
    localStorage.setItem(kKey, JSON.stringify(texts))
  } catch {
    // Then there are none the next time.
  }
}
