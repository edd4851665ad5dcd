// On the chat's own page.
import { register } from "./parts/behaviours.js"
import ChatPage from "./behaviours/chat_page.js"

register({ "chat-page": ChatPage })
