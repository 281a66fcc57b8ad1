#include "channels/burst.h"

#include <doctest/doctest.h>

#include <utility>

namespace sportello {
namespace {

InboundEvent BurstText(std::string text) {
  InboundEvent event;
  event.text = std::move(text);
  return event;
}

TEST_CASE("Texts in a row are one turn, one a line") {
  Burst burst;
  CHECK(burst.empty());
  CHECK(burst.Add(BurstText("hi")));
  CHECK(burst.Add(BurstText("where is my parcel?")));
  CHECK_FALSE(burst.empty());
  CHECK(burst.text() == "hi\nwhere is my parcel?");
}

TEST_CASE("What means a button joins nothing, and nothing joins it") {
  Burst behind;
  CHECK(behind.Add(BurstText("hi")));
  CHECK_FALSE(behind.Add(BurstText("/menu")));
  CHECK(behind.text() == "hi");
  Burst before;
  CHECK(before.Add(BurstText("/menu")));
  CHECK_FALSE(before.Add(BurstText("hi")));
  CHECK(before.text() == "/menu");
}

TEST_CASE("A photo is a turn of its own") {
  InboundEvent photo = BurstText("photo");
  photo.kind = InboundEvent::Kind::kMedia;
  Burst burst;
  CHECK(burst.Add(BurstText("hi")));
  CHECK_FALSE(burst.Add(photo));
  Burst first;
  CHECK(first.Add(photo));
  CHECK_FALSE(first.Add(BurstText("hi")));
}

TEST_CASE("A turn has an end even when the customer has none") {
  Burst burst;
  for (int i = 0; i < kMostEventsOfATurn; ++i) {
    CHECK(burst.Add(BurstText("a")));
  }
  CHECK_FALSE(burst.Add(BurstText("a")));
}

}  // namespace
}  // namespace sportello
