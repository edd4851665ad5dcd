// The address in the language in which this page is shown: when the page's own address has chosen one (?lang=en), what
// is fetched into it must not come in the visitor's usual one.
export function inPageLanguage(address) {
  const url = new URL(address, location.href)
  const chosen = new URLSearchParams(location.search).get("lang")
  if (chosen) url.searchParams.set("lang", chosen)
  return url.href
}

// The same address in whatever language the visitor chooses: where a form that chooses one comes back to.
export function inAnyLanguage(address) {
  const url = new URL(address, location.href)
  url.searchParams.delete("lang")
  return url.pathname + url.search
}
