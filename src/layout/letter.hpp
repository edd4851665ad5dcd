#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/i18n/texts.hpp"

namespace hurtrock::layout {

/// A mail, worded and formatted. It carries no colours of its own, so that it reads well in the mail
/// program's dark theme as in its light one.
struct Letter {
  std::string shop_name, heading;
  std::vector<std::string> paragraphs;
  std::string button, button_url;
  // The part about goods; left out when there are no lines.
  std::string lines_heading;
  std::vector<std::pair<std::string, std::string>> lines;   ///< "2 × Senar", "Rp 300.000"
  std::vector<std::pair<std::string, std::string>> totals;  ///< "Ongkos kirim", "Rp 24.000"
  std::string total_label, total;
  std::vector<std::string> address;  ///< with the goods; empty: none
  std::string address_heading;
  std::string closing;
  std::string leave, leave_url;  ///< the way out of such mails, below everything; empty: none
};

std::string as_html(const Letter& letter, const i18n::Texts& texts);
std::string as_plain_text(const Letter& letter);

}  // namespace hurtrock::layout
