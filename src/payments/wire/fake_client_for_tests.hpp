#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "platform/fetch/fetch.hpp"

namespace hurtrock::payments {

/// Answers with what the test has put in line, and remembers what was asked.
class FakeClient final : public fetch::Client {
 public:
  fetch::Answer send(const fetch::Call& call) override {
    calls.push_back(call);
    if (answers.empty()) return {.outcome = fetch::Answer::Outcome::kNotSent, .error = "nothing in line"};
    fetch::Answer answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void answer(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {}) {
    answers.push_back({.outcome = fetch::Answer::Outcome::kAnswered,
                       .status = status,
                       .body = std::move(body),
                       .headers = std::move(headers)});
  }
  void fail(fetch::Answer::Outcome outcome) { answers.push_back({.outcome = outcome, .error = "as the test wishes"}); }
  /// Of the last call.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : calls.back().headers)
      if (key == name) return value;
    return {};
  }

  std::vector<fetch::Call> calls;
  std::deque<fetch::Answer> answers;
};

}  // namespace hurtrock::payments
