// The staff's chat.
import { register } from "./parts/behaviours.js"
import ChatDesk from "./behaviours/chat_desk.js"

register({ "chat-desk": ChatDesk })
