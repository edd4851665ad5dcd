#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/config.hpp"

/// What `hurtrock doctor` looks at. Each check answers nothing when all is well, otherwise what is wrong and what to do
/// about it. They change nothing and wait for at most some seconds each. What another check reports they leave alone.
namespace hurtrock::app {

using Finding = std::optional<std::string>;

// What is set, and is no setting: doctor_settings.cpp.
/// By line numbers, with the setting that was probably meant and never with a value, which may be a secret.
Finding settings_file_trouble(const SettingsFile& file);
/// Of these names those that a setting was probably meant by: the environment holds much that is not for the shop.
Finding environment_trouble(const std::vector<std::string>& names);
/// Both, of this process: a sentence each.
std::vector<std::string> misspelt_settings();
Finding check_settings(const Config& config);
std::string describe_settings_file(const Config& config);

// On this machine: doctor_storage.cpp.
Finding check_data_folder(const Config& config);
Finding check_disk(const Config& config);
Finding check_backups(const Config& config);
Finding check_database(const Config& config);
Finding check_chat_database(const Config& config);
/// Of both databases those that cannot be asked at all, a sentence each; one that is still to be made is none.
std::vector<std::string> silent_databases(const Config& config);
Finding check_two_databases(const Config& config);
Finding check_secret(const Config& config);
Finding check_admin(const Config& config);
Finding check_sample_accounts(const Config& config);
Finding check_picture_helper(const Config& config);
Finding check_picture_files(const Config& config);
Finding check_fonts(const Config& config);
Finding check_search(const Config& config);

// Towards others: doctor_network.cpp.
Finding check_clock(const Config& config);
Finding check_port(const Config& config);
Finding check_chat_port(const Config& config);
Finding check_sandbox_port(const Config& config);
// Of a port with which all is well: whether this shop is running there.
std::string describe_shop_port(const Config& config);
std::string describe_chat_port(const Config& config);
std::string describe_sandbox_port(const Config& config);
Finding check_public_url(const Config& config);
Finding check_chat_public_url(const Config& config);
Finding check_redis(const Config& config);
Finding check_mail(const Config& config);
Finding check_waiting_mails(const Config& config);
/// In development, where a provider need not be asked: why it cannot be, if nothing is broken.
Finding midtrans_at_rest(const Config& config);
Finding stripe_at_rest(const Config& config);
Finding check_midtrans(const Config& config);
Finding check_stripe(const Config& config);
std::string describe_stripe(const Config& config);

}  // namespace hurtrock::app
