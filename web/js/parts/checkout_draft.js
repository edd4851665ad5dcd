// What was typed at the checkout and not sent yet: kept in this tab only, for as long as the tab is open, and never told
// to the shop. {person, values, sent}: values by field; `sent` once the order has been asked for.
const kKey = "hurtrock:checkout"

export function readDraft(person) {
  try {
    const draft = JSON.parse(sessionStorage.getItem(kKey) ?? "null")
    if (draft?.person === person && draft.values && typeof draft.values === "object") return draft
  } catch {
    // Storage is forbidden, or somebody has written into it.
  }
  return { person, values: {}, sent: false }
}

export function writeDraft(draft) {
  try {
    sessionStorage.setItem(kKey, JSON.stringify(draft))
  } catch {
    // Then nothing is kept.
  }
}

export function forgetDraft() {
  try {
    sessionStorage.removeItem(kKey)
  } catch {
    // Nothing was kept.
  }
}

// The order that was asked for is there.
export function forgetSentDraft() {
  try {
    if (JSON.parse(sessionStorage.getItem(kKey) ?? "null")?.sent) forgetDraft()
  } catch {
    // Nothing was kept.
  }
}
