// The chat above any page of the shop, fetched when it is wanted: behaviours/chat_button.js.
export { default } from "./chat/view/widget.js"
