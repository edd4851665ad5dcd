#include "chat/routes.hpp"

namespace hurtrock::chat {

Sending::Sending(Services& chat, Person sender, Draft draft, const i18n::Texts& texts)
    : chat_(chat), sender_(std::move(sender)), draft_(std::move(draft)) {
  if (!is_staff(sender_.role) && !chat_.hub.staff_is_online()) automatic_ = chat_.hours.answer_if_closed(texts);
}

void Sending::operator()(db::Tx& tx, Change change) {
  outcome_ = send(tx, change, sender_, draft_, chat_.clock.now());
  if (outcome_ && outcome_->begins_to_wait && automatic_)
    answer_automatically(tx, change, draft_.room, automatic_->shop, automatic_->body, chat_.clock.now());
}

}  // namespace hurtrock::chat
