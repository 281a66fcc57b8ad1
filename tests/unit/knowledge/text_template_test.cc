#include "knowledge/text_template.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

TEST_CASE("Variables are filled, other braces are text") {
  const TextTemplate text("Order {order_1} {not a name} {} { {x");
  CHECK(text.variables() == std::vector<std::string>{"order_1"});
  CHECK(text.Render({{"order_1", "42"}}) == "Order 42 {not a name} {} { {x");
}

TEST_CASE("A value is never read as a template again") {
  CHECK(TextTemplate("{a}{b}").Render({{"a", "{b}"}, {"b", "{a}"}}) ==
        "{b}{a}");
}

TEST_CASE("An empty value is an unknown one") {
  const TextTemplate text("Hello {name}");
  CHECK_FALSE(text.CanRender({}));
  CHECK_FALSE(text.CanRender({{"name", ""}}));
  CHECK(text.CanRender({{"name", "Anna"}}));
}

TEST_CASE("The alternative that says most of what is known is chosen") {
  const TextChoice choice({"Hello.", "Hello {name}.", "{name}, {order}!"});
  CHECK(choice.Render({}, 0) == "Hello.");
  CHECK(choice.Render({{"name", "Anna"}}, 0) == "Hello Anna.");
  CHECK(choice.Render({{"name", "Anna"}, {"order", "7"}}, 5) == "Anna, 7!");
}

TEST_CASE("Alternatives that say as much are used in turn") {
  const TextChoice choice({"One {x}.", "Two {x}.", "None."});
  CHECK(choice.Render({{"x", "a"}}, 0) == "One a.");
  CHECK(choice.Render({{"x", "a"}}, 1) == "Two a.");
  CHECK(choice.Render({{"x", "a"}}, 2) == "One a.");
}

TEST_CASE("What cannot be said is empty") {
  CHECK(TextChoice({"{a}", "{b}"}).Render({}, 0) == "");
  CHECK(TextChoice().Render({}, 3) == "");
}

}  // namespace
}  // namespace sportello
