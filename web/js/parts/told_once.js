// What an address says only so that a page tells it ("?notice=saved") is taken off it once the page is there: a reload,
// a bookmark or the way back does not tell it again.
export function takeNoticeOffAddress() {
  const address = new URL(location.href)
  if (!address.searchParams.has("notice")) return
  address.searchParams.delete("notice")
  history.replaceState(history.state, "", address)
}
