// Cuts a text into parts that a provider takes.
#ifndef SPORTELLO_CHANNELS_TEXT_SPLIT_H_
#define SPORTELLO_CHANNELS_TEXT_SPLIT_H_

#include <string>
#include <string_view>
#include <vector>

#include "channels/channel_limits.h"

namespace sportello {

// Of valid UTF-8.
size_t CountUnits(std::string_view text, TextUnit unit);

// The first `limit` units, whole code points.
std::string_view FirstUnits(std::string_view text, size_t limit, TextUnit unit);

// Parts of Markdown with at most `limit` units, in order; none for a text of
// blanks. A part ends at a paragraph, else a line, a sentence, a word, and
// only else within a word, at a code point. Links and bold text stay in one
// part where they fit. Linear time.
std::vector<std::string> SplitText(std::string_view markdown, size_t limit,
                                   TextUnit unit);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_TEXT_SPLIT_H_
