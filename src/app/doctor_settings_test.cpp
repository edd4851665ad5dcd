#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/doctor_checks.hpp"

namespace hurtrock::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::Optional;

/// Of a file that sets these names, a line each.
Finding trouble(std::initializer_list<const char*> names) {
  SettingsFile file{.path = "toko.env", .is_there = true, .lines = {}};
  for (const char* const name : names)
    file.lines.push_back({.number = file.lines.size() + 1, .name = name, .value = "rahasia"});
  return settings_file_trouble(file);
}

TEST(SettingsFile, what_the_shop_knows_is_no_trouble) {
  EXPECT_EQ(trouble({}), std::nullopt);
  EXPECT_EQ(trouble({"HURTROCK_ENV", "PORT", "SESSION_SECRET", "STRIPE_API_BASE", "PICTURE_TEST_PORT"}), std::nullopt);
}

TEST(SettingsFile, a_slip_is_told_with_its_line_and_what_was_probably_meant) {
  for (const auto& [typed, meant] : {std::pair{"PROT", "PORT"},
                                     {"port", "PORT"},
                                     {"SESION_SECRET", "SESSION_SECRET"},
                                     {"DATABSE_URI", "DATABASE_URL"},
                                     {"HURTROCKENV", "HURTROCK_ENV"}})
    EXPECT_THAT(trouble({"HOST", typed}),
                Optional(HasSubstr(std::string("line 2 (") + typed + ": probably " + meant + " is meant)")));
}

TEST(SettingsFile, a_name_near_to_none_is_told_without_a_guess) {
  EXPECT_THAT(trouble({"POSTGRES_PASSWORD"}), Optional(HasSubstr("line 1 (POSTGRES_PASSWORD is no setting)")));
}

TEST(SettingsFile, every_line_is_told_at_once) {
  EXPECT_THAT(trouble({"PROT", "HOST", ""}),
              Optional(AllOf(HasSubstr("toko.env: line 1 ("), HasSubstr(", line 3 (not NAME=value)"))));
}

TEST(SettingsFile, no_secret_is_repeated) {
  EXPECT_THAT(trouble({"PROT", "b2xkLXNlY3JldA", ""}),
              Optional(AllOf(Not(HasSubstr("rahasia")), Not(HasSubstr("b2xk")), HasSubstr("line 2 (no setting has"))));
}

TEST(Environment, what_is_for_others_is_no_trouble) {
  EXPECT_EQ(environment_trouble({"PATH", "HOME", "LANG", "TERM", "SHELL", "HOSTNAME", "HURTROCK_START",
                                 "HURTROCK_UNPACK", "POSTGRES_PASSWORD", "DATABASE_URL", "HURTROCK_CONFIG"}),
            std::nullopt);
}

TEST(Environment, a_slip_is_told_with_what_was_probably_meant) {
  for (const auto& [typed, meant] : {std::pair{"DATABSE_URL", "DATABASE_URL"},
                                     {"SMTP_URI", "SMTP_URL"},
                                     {"HURTROCK_CONFG", "HURTROCK_CONFIG"},
                                     {"HURTROCK_ENVIRONMENT", "HURTROCK_ENV"},
                                     {"HURTROCK_PORT", "PORT"},
                                     {"HURTROCK_DATABASE_URI", "DATABASE_URL"}})
    EXPECT_THAT(environment_trouble({"PATH", typed}),
                Optional(HasSubstr(std::string(": ") + typed + " (probably " + meant + " is meant):")));
}

TEST(Environment, a_name_beside_the_setting_it_is_near_to_belongs_to_another_program) {
  EXPECT_EQ(environment_trouble({"DATABASE_URL", "DATABASE_URI"}), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::app
