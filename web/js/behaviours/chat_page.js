import { pagesChat } from "../chat/view/pages_chat.js"
import { VisitorsPanel } from "../chat/view/visitors_panel.js"

// The chat as a page of its own.
export default class ChatPage {
  #panel

  constructor(root) {
    const chat = pagesChat(root.dataset.person)
    this.#panel = new VisitorsPanel(root, chat, { isShown: () => true })
    chat.use()
    this.#panel.show()
  }

  disconnect() {
    this.#panel.end()
  }
}
