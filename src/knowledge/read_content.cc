#include "knowledge/read_content.h"

#include <algorithm>

#include "knowledge/object_reader.h"
#include "knowledge/read_intent.h"

namespace sportello {
namespace {

FaqContent ReadFaqEntry(const ReadContext& context, const YamlNode& node) {
  const YamlNode* id = node.IsMap() ? node.Find("id") : nullptr;
  const std::string what = id != nullptr && id->IsScalar()
                               ? "FAQ entry '" + id->scalar + "'"
                               : std::string("this FAQ entry");
  const ObjectReader reader(context, node, kFaqFields, what);
  FaqContent entry;
  entry.id = reader.String("id");
  entry.place = id != nullptr ? context.At(*id) : context.At(node);
  entry.question = reader.Line("question");
  entry.variants = reader.List("variants");
  entry.answer = reader.Line("answer");
  entry.context = ReadContexts(context, reader);
  entry.tags = Texts(reader.List("tags"));
  entry.buttons = ReadButtons(context, reader.Find("buttons"), what);
  entry.review_by = reader.Date("review_by");
  entry.valid_until = reader.Date("valid_until");
  entry.owner = reader.String("owner");
  entry.is_public = reader.Boolean("public", true);
  entry.priority = reader.Integer("priority", -1000, 1000, 0);
  entry.tests = reader.List("tests");
  if (id != nullptr && id->IsScalar() && !IsId(entry.id)) {
    context.Fail(*id, "'" + entry.id + "' cannot be an id",
                 "use up to 128 letters, digits, _ or -");
  }
  return entry;
}

TypeContent ReadType(const ReadContext& context, const YamlNode& name,
                     const YamlNode& node) {
  CheckName(context, name, "the type name");
  const ObjectReader reader(context, node, kTypeFields,
                            "type '" + name.scalar + "'");
  TypeContent type;
  type.name = name.scalar;
  type.place = context.At(name);
  type.pattern = reader.String("pattern");
  type.example = reader.String("example");
  for (const auto& [value, ways] : reader.Entries("values")) {
    type.values.emplace_back(
        value->scalar,
        Texts(ReadList(context, *ways,
                       "the ways to write '" + value->scalar + "'")));
  }
  if (type.pattern.empty() == type.values.empty()) {
    context.Fail(name, "type '" + type.name +
                           "' needs either a pattern or a list of values");
  }
  return type;
}

// Phrases and ladder replace the built-in ones, each by itself.
void ReadTone(const ReadContext& context, const YamlNode& name,
              const YamlNode& node, ToneContent& tone) {
  const ObjectReader reader(context, node, kToneFields,
                            "tone '" + name.scalar + "'");
  tone.place = context.At(name);
  if (reader.Find("phrases") != nullptr) tone.phrases = reader.List("phrases");
  const YamlNode* ladder = reader.Find("ladder");
  if (ladder == nullptr) return;
  tone.ladder.clear();
  if (!ladder->IsSequence()) {
    context.Fail(*ladder,
                 "'ladder' of tone '" + name.scalar + "' must be a list",
                 "begin each with `- say: …`");
    return;
  }
  for (const YamlNode& item : ladder->items) {
    const ObjectReader rung(context, item, kRungFields, "this step");
    tone.ladder.push_back({rung.String("say"),
                           ReadWord(context, rung, "then",
                                    {"continue", "offer", "person", "end"}),
                           context.At(item)});
  }
}

void ReadShared(const ReadContext& context, const YamlNode& root,
                SharedContent& shared) {
  const ObjectReader reader(context, root, kSharedFields, "this file");
  for (const auto& [name, value] : reader.Entries("constants")) {
    CheckName(context, *name, "the constant");
    TextLine& line = shared.constants[name->scalar];
    line.place = context.At(*value);
    ReadScalar(context, *value, "this constant", line.text);
  }
  for (const auto& [name, value] : reader.Entries("rules")) {
    CheckName(context, *name, "the rule");
    TextLine& line = shared.rules[name->scalar];
    line.place = context.At(*value);
    line.quoted = value->quoted;
    ReadScalar(context, *value, "this rule", line.text);
  }
  for (const auto& [name, value] : reader.Entries("types")) {
    shared.types[name->scalar] = ReadType(context, *name, *value);
  }
  const TextLines skip = reader.List("skip_words");
  shared.skip_words.insert(shared.skip_words.end(), skip.begin(), skip.end());
  for (const auto& [name, value] : reader.Entries("abbreviations")) {
    std::string words;
    if (ReadScalar(context, *value, "this abbreviation", words)) {
      shared.abbreviations.emplace_back(
          TextLine{name->scalar, context.At(*name)}, std::move(words));
    }
  }
  if (const YamlNode* lists = reader.Find("synonyms")) {
    if (!lists->IsSequence()) {
      context.Fail(*lists, "'synonyms' must be a list of lists");
    }
    for (const YamlNode& list : lists->items) {
      shared.synonyms.push_back(ReadList(context, list, "a list of synonyms"));
    }
  }
  for (const auto& [name, value] : reader.Entries("texts")) {
    shared.texts[name->scalar] =
        ReadLines(context, *value, "the text '" + name->scalar + "'");
  }
  if (const YamlNode* menu = reader.Find("menu")) {
    shared.menu = ReadButtons(context, menu, "the menu");
  }
  for (const auto& [name, value] : reader.Entries("global")) {
    const ObjectReader inner(context, *value, kGlobalFields,
                             "'" + name->scalar + "'");
    shared.global[name->scalar] = {name->scalar, inner.List("phrases"),
                                   inner.List("tests"), context.At(*name)};
  }
  for (const auto& [name, value] : reader.Entries("tone")) {
    ReadTone(context, *name, *value, shared.tone[name->scalar]);
  }
}

// yaml-cpp names the rule that was broken, not what people did.
std::string YamlHint(std::string_view message) {
  if (message.starts_with("end of map not found") ||
      message.starts_with("end of sequence")) {
    return "look here and on the line before: a tab instead of blanks, another "
           "depth of blanks, or a text with {, [ or \" that needs quotes";
  }
  if (message.starts_with("illegal map value") ||
      message.starts_with("map keys must be on a single line")) {
    return "a text with ': ' in it needs quotes around it, and a blank "
           "belongs behind each key's ':'; keys of one thing stand in one "
           "column (look at the line before too)";
  }
  if (message.starts_with("end of sequence flow") ||
      message.starts_with("end of map flow")) {
    return "a bracket or a quote is opened and never closed";
  }
  if (message.starts_with("the referenced anchor") ||
      message.starts_with("aliases (") || message.starts_with("anchors (") ||
      message.starts_with("tags (")) {
    return "a text that begins with *, & or ! needs quotes around it";
  }
  return "";
}

// A tab before the text of this line, or of the one before it.
bool HasTab(std::string_view text, int line) {
  for (int at = 1; !text.empty() && at <= line; ++at) {
    const std::string_view here = text.substr(0, text.find('\n'));
    const std::string_view blanks =
        here.substr(0, here.find_first_not_of(" \t"));
    if (at >= line - 1 && blanks.find('\t') != std::string_view::npos) {
      return true;
    }
    text.remove_prefix(std::min(text.size(), here.size() + 1));
  }
  return false;
}

void ReportYaml(const ReadContext& context, const YamlDocument& document,
                std::string_view text) {
  for (const YamlProblem& problem : document.problems) {
    if (HasTab(text, problem.position.line)) {
      context.problems->push_back({Severity::kError,
                                   {context.file, problem.position},
                                   problem.message,
                                   "the line begins with a tab: use blanks"});
      continue;
    }
    context.problems->push_back({Severity::kError,
                                 {context.file, problem.position},
                                 problem.message,
                                 YamlHint(problem.message)});
  }
}

bool IsShared(std::string_view path) {
  return path.size() >= 12 &&
         (path.ends_with("/_shared.yaml") || path.ends_with("/_shared.yml"));
}

// Texts and global words of a company replace built-in ones of that name, so
// a name that the program does not know is a typo.
void CheckKnownNames(const SharedContent& builtin, const ReadContext& context,
                     const YamlNode& root) {
  const auto check = [&](std::string_view section, const auto& known) {
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const auto& [name, value] : known) names.push_back(name);
    const YamlNode* map = root.IsMap() ? root.Find(section) : nullptr;
    if (map == nullptr || names.empty()) return;
    for (const auto& [key, value] : map->entries) {
      if (known.contains(key.scalar)) continue;
      context.Fail(
          key,
          "unknown name '" + key.scalar + "' in '" + std::string(section) + "'",
          Suggest(key.scalar, names));
    }
  };
  check("texts", builtin.texts);
  check("global", builtin.global);
  check("tone", builtin.tone);
}

class Reader {
 public:
  explicit Reader(std::vector<Problem>& problems) : problems_(problems) {}

  void Read(const SourceFile& source) {
    LanguageContent& language = Language(source.language);
    const ReadContext context{source.path, &problems_};
    const YamlDocument document = ParseYaml(source.text);
    ReportYaml(context, document, source.text);
    if (!document.problems.empty()) return;
    if (document.root.IsNull()) return;  // nothing but comments
    if (!source.faq && IsShared(source.path)) {
      CheckKnownNames(Builtin(), context, document.root);
      ReadShared(context, document.root, language.shared);
    } else if (source.faq) {
      ReadFaq(context, document.root, language);
    } else {
      ReadIntents(context, document.root, language);
    }
  }

  Content Take() {
    for (auto& [code, language] : content_.languages) {
      const auto by_id = [](const auto& a, const auto& b) {
        return a.id < b.id;
      };
      std::sort(language.intents.begin(), language.intents.end(), by_id);
      std::sort(language.faq.begin(), language.faq.end(), by_id);
    }
    return std::move(content_);
  }

 private:
  LanguageContent& Language(const std::string& code) {
    const auto [it, added] = content_.languages.try_emplace(code);
    if (added) {
      it->second.language = code;
      it->second.shared = BuiltinFor(code);
    }
    return it->second;
  }

  // English texts and no phrases serve where a language has no file.
  SharedContent BuiltinFor(const std::string& code) {
    SharedContent shared;
    std::string_view text = BuiltinShared(code);
    const bool own = !text.empty();
    if (!own) text = BuiltinShared("en");
    const YamlDocument document = ParseYaml(text);
    const ReadContext context{
        "builtin/" + (own ? code : std::string("en")) + ".yaml", &problems_};
    ReportYaml(context, document, text);
    ReadShared(context, document.root, shared);
    if (!own) {
      shared.abbreviations.clear();
      shared.skip_words.clear();
      shared.synonyms.clear();
    }
    return shared;
  }

  const SharedContent& Builtin() {
    if (builtin_.texts.empty()) builtin_ = BuiltinFor("en");
    return builtin_;
  }

  void ReadIntents(const ReadContext& context, const YamlNode& root,
                   LanguageContent& language) {
    const ObjectReader reader(context, root, kIntentFileFields, "this file");
    for (const auto& [id, value] : reader.Entries("intents")) {
      IntentContent intent = ReadIntent(context, *id, *value);
      if (ClaimId(language.language, intent.id, intent.place)) {
        language.intents.push_back(std::move(intent));
      }
    }
  }

  void ReadFaq(const ReadContext& context, const YamlNode& root,
               LanguageContent& language) {
    const ObjectReader reader(context, root, kFaqFileFields, "this file");
    const YamlNode* list = reader.Find("faq");
    if (list == nullptr) return;
    if (!list->IsSequence()) {
      context.Fail(*list, "'faq' must be a list of entries",
                   "begin each entry with `- id: …`");
      return;
    }
    for (const YamlNode& item : list->items) {
      FaqContent entry = ReadFaqEntry(context, item);
      if (entry.id.empty()) continue;
      if (ClaimId(language.language, entry.id, entry.place)) {
        language.faq.push_back(std::move(entry));
      }
    }
  }

  // An id means one thing in a language.
  bool ClaimId(const std::string& language, const std::string& id,
               const Place& place) {
    const auto [it, added] = ids_.try_emplace({language, id}, place);
    if (!added) {
      problems_.push_back({Severity::kError, place,
                           "the id '" + id + "' is used twice",
                           "it stands already in " + it->second.FileLine()});
    }
    return added;
  }

  std::vector<Problem>& problems_;
  Content content_;
  SharedContent builtin_;
  std::map<std::pair<std::string, std::string>, Place> ids_;
};

}  // namespace

Content ReadContent(const std::vector<SourceFile>& sources,
                    std::vector<Problem>& problems) {
  Reader reader(problems);
  for (const SourceFile& source : sources) reader.Read(source);
  return reader.Take();
}

}  // namespace sportello
