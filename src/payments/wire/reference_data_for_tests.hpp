#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

/// Vectors from others are not ours to keep; they are used where HURTROCK_REFERENCE_DATA names their folder. Our own
/// are in the other tests and always run.
namespace hurtrock::payments {

class ReferenceData : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("HURTROCK_REFERENCE_DATA") == nullptr) GTEST_SKIP() << "HURTROCK_REFERENCE_DATA is not set";
  }
  static boost::json::value read(const std::string& name) {
    const std::string path = std::string{std::getenv("HURTROCK_REFERENCE_DATA")} + "/" + name;
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return boost::json::parse(std::string{std::istreambuf_iterator<char>(file), {}});
  }
};

}  // namespace hurtrock::payments
