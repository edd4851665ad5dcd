// Brings a summary of errors to the reader as soon as the page is there.
export default class FocusFirst {
  constructor(element) {
    element.focus()
  }

  disconnect() {}
}
