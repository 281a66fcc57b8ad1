#include "knowledge/compile_language.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "base/wording.h"
#include "knowledge/compile_procedure.h"
#include "knowledge/content_schema.h"
#include "knowledge/related_words.h"
#include "knowledge/title_words.h"
#include "matcher/phrase.h"

namespace sportello {
namespace {

constexpr size_t kSamplesPerPhrase = 6;
constexpr int kKindFaq = 0;
constexpr int kKindIntent = 1;
// The gravest first: only one tone of a message is answered.
constexpr std::array<std::string_view, 6> kToneOrder = {
    "self_harm", "threat", "insult", "anger", "sadness", "urgency"};

Normalizer::Abbreviations AbbreviationsOf(const SharedContent& shared) {
  Normalizer::Abbreviations abbreviations;
  for (const auto& [token, words] : shared.abbreviations) {
    abbreviations.emplace_back(token.text, words);
  }
  return abbreviations;
}

// The place of a byte inside a text that stands on one line.
Place Inside(const TextLine& line, size_t offset) {
  Place place = line.place;
  place.at.column += static_cast<int>(offset) + (line.quoted ? 1 : 0);
  return place;
}

class Compiler {
 public:
  Compiler(const LanguageContent& content, const CompileOptions& options,
           std::vector<Problem>& problems)
      : content_(content),
        shared_(content.shared),
        options_(options),
        problems_(problems),
        knowledge_(std::make_unique<LanguageKnowledge>(
            content.language, AbbreviationsOf(shared_), options.real_words)) {}

  std::unique_ptr<LanguageKnowledge> Run() {
    CompileTypes();
    CompileTexts();
    CompileSkipWords();
    CompileRules();
    CompileGlobals();
    CompileTones();
    CompileIntents();
    CompileFaq();
    BuildMatcher();
    FindClaims();
    BuildRanking();
    BuildVocabulary();
    KeepTitles(*knowledge_);
    return std::move(knowledge_);
  }

 private:
  void Fail(Place place, std::string message, std::string hint = "") {
    problems_.push_back({Severity::kError, std::move(place), std::move(message),
                         std::move(hint)});
  }

  const Analyzer& analyzer() const { return knowledge_->analyzer; }

  void CompileTypes() {
    for (const std::string_view name : kBuiltinTypes) {
      knowledge_->types.emplace(name, SlotType::Builtin(name));
    }
    for (const auto& [name, type] : shared_.types) {
      std::optional<SlotType> compiled =
          SlotType::Compile(type, analyzer(), problems_);
      if (compiled.has_value()) {
        knowledge_->types.insert_or_assign(name, std::move(*compiled));
      }
    }
  }

  void CompileTexts() {
    for (const auto& [name, line] : shared_.constants) {
      knowledge_->constants[name] = line.text;
    }
    for (const auto& [name, lines] : shared_.texts) {
      knowledge_->texts[name] = TextChoice(Texts(lines));
    }
    knowledge_->menu = CompileButtons(shared_.menu);
  }

  void CompileSkipWords() {
    for (const TextLine& line : shared_.skip_words) {
      std::vector<std::string> words;
      for (const Token& token : analyzer().Normalize(line.text).tokens) {
        words.push_back(token.text);
      }
      if (words.empty()) continue;
      const std::string first = words.front();
      knowledge_->skip_words[first].push_back(std::move(words));
    }
    for (auto& [first, lists] : knowledge_->skip_words) {
      std::sort(lists.begin(), lists.end(), [](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
      });
    }
  }

  void CompileRules() {
    PhraseRules::Definitions definitions;
    for (const auto& [name, line] : shared_.rules) {
      definitions.emplace_back(name, line.text);
    }
    std::vector<RuleProblem> broken;
    rules_ = PhraseRules::Compile(
        definitions,
        [this](std::string_view text) {
          std::vector<std::string> words;
          for (Token& token : analyzer().Normalize(text).tokens) {
            words.push_back(std::move(token.text));
          }
          return words;
        },
        broken);
    for (const RuleProblem& problem : broken) {
      const auto it = shared_.rules.find(problem.rule);
      if (it == shared_.rules.end()) continue;
      Fail(Inside(it->second, problem.problem.offset),
           "rule '" + problem.rule + "': " + problem.problem.message);
    }
  }

  // For a name in a phrase that is like none that is known.
  static std::string HintForPhrase(const std::string& message,
                                   const PhraseSlots& slots) {
    if (message.find("declare it under") == std::string::npos) return "";
    if (message.starts_with("unknown rule")) {
      return "the rules of a language are in its _shared.yaml";
    }
    std::vector<std::string> names;
    for (const auto& [name, slot] : slots) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names.empty() ? "" : "known here: " + Join(names);
  }

  // Adds a phrase to the matcher; its compiled form is returned for samples.
  std::optional<Phrase> AddPhrase(Target target, const TextLine& line,
                                  const PhraseSlots& slots, PhraseUse use) {
    std::vector<PhraseProblem> broken;
    std::optional<Phrase> phrase =
        Phrase::Parse(line.text, rules_, slots, broken);
    for (const PhraseProblem& problem : broken) {
      Fail(Inside(line, problem.offset), problem.message,
           HintForPhrase(problem.message, slots));
    }
    if (!phrase.has_value()) return phrase;
    Rule rule;
    rule.target = target;
    rule.place = line.place;
    rule.written = line.text;
    rule.literal_letters = static_cast<uint32_t>(phrase->LiteralLetters());
    rule.slots = static_cast<uint32_t>(phrase->slots().size());
    rule.is_exclusion = use == PhraseUse::kContained;
    knowledge_->rules.push_back(std::move(rule));
    patterns_.push_back({phrase->Regex(use), PatternKind::kPhrase});
    const uint32_t weight = use == PhraseUse::kWhole ? 2 : 1;
    for (const std::string& word : phrase->Words()) AddWord(word, weight);
    return phrase;
  }

  void CompileGlobals() {
    for (const auto& [name, global] : shared_.global) {
      const Target target{Target::Kind::kGlobal,
                          static_cast<uint32_t>(knowledge_->globals.size())};
      knowledge_->globals.push_back({name, global.place.FileLine(), {}});
      for (const TextLine& line : global.phrases) {
        AddPhrase(target, line, {}, PhraseUse::kWhole);
      }
    }
  }

  void CompileTones() {
    std::vector<Pattern> patterns;
    for (const std::string_view name : kToneOrder) {
      const auto content = shared_.tone.find(std::string(name));
      if (content == shared_.tone.end()) continue;
      const auto index = static_cast<uint32_t>(knowledge_->tones.size());
      knowledge_->tones.push_back(
          CompileTone(content->first, content->second, shared_, problems_));
      for (const TextLine& line : content->second.phrases) {
        std::vector<PhraseProblem> broken;
        const auto phrase = Phrase::Parse(line.text, rules_, {}, broken);
        for (const PhraseProblem& problem : broken) {
          Fail(Inside(line, problem.offset), problem.message);
        }
        if (!phrase.has_value()) continue;
        patterns.push_back(
            {phrase->Regex(PhraseUse::kContained), PatternKind::kPhrase});
        knowledge_->tone_rules.push_back(index);
      }
    }
    std::vector<PatternProblem> broken;
    knowledge_->tone_matcher = Matcher::Build(patterns, broken);
  }

  std::vector<Button> CompileButtons(
      const std::vector<ButtonContent>& contents) {
    std::vector<Button> buttons;
    buttons.reserve(contents.size());
    for (const ButtonContent& button : contents) {
      buttons.push_back(
          {button.title, button.to.empty() ? button.title : "/" + button.to});
    }
    return buttons;
  }

  std::vector<Slot> CompileSlots(const IntentContent& content,
                                 PhraseSlots& for_phrases) {
    std::vector<Slot> slots;
    for (const SlotContent& slot : content.slots) {
      const SlotType* type = TypeOf(content, slot);
      for_phrases[slot.name] = {};
      if (type == nullptr) continue;
      for_phrases[slot.name] = type->ForPhrases(analyzer());
      slots.push_back(CompileSlot(slot, type, problems_));
      for (const auto& [value, ways] : slot.choices) {
        for (const std::string& way : ways) AddText(way, 1);
      }
    }
    return slots;
  }

  // Choices are a type of their own, named after intent and slot.
  const SlotType* TypeOf(const IntentContent& content,
                         const SlotContent& slot) {
    if (slot.type == "choice") {
      TypeContent choices;
      choices.name = content.id + "." + slot.name;
      choices.values = slot.choices;
      choices.titled = true;
      choices.place = slot.place;
      std::optional<SlotType> compiled =
          SlotType::Compile(choices, analyzer(), problems_);
      if (!compiled.has_value()) return nullptr;
      const auto [it, added] = knowledge_->types.insert_or_assign(
          choices.name, std::move(*compiled));
      return &it->second;
    }
    const auto type = knowledge_->types.find(slot.type);
    if (type != knowledge_->types.end()) return &type->second;
    // What is missing or broken was told where it is so.
    if (slot.type.empty() || shared_.types.contains(slot.type)) return nullptr;
    std::vector<std::string> names = {"choice"};
    for (const auto& [name, known] : knowledge_->types) {
      if (name.find('.') == std::string::npos) names.push_back(name);
    }
    Fail(slot.place,
         "unknown type '" + slot.type + "' of slot '" + slot.name + "'",
         SuggestOrList(slot.type, names));
    return nullptr;
  }

  ContextUse CompileContexts(const ContextContent& content) {
    ContextUse use;
    use.required = Texts(content.required);
    for (const auto& [name, turns] : content.set) {
      use.set.emplace_back(name.text, turns);
    }
    if (!use.required.empty()) knowledge_->has_contexts = true;
    return use;
  }

  void CompileIntent(const IntentContent& content) {
    const Target target{Target::Kind::kIntent,
                        static_cast<uint32_t>(knowledge_->intents.size())};
    knowledge_->targets.emplace(content.id, target);
    Intent intent;
    intent.id = content.id;
    intent.source = content.place.FileLine();
    PhraseSlots slots;
    intent.slots = CompileSlots(content, slots);
    intent.confirm = TextChoice(Texts(content.confirm));
    intent.action = CompileAction(content.action, problems_);
    intent.reply = CompileReply(content.reply, problems_);
    intent.buttons = CompileButtons(content.buttons);
    intent.queue = content.handoff_queue;
    FaqDocument document;
    document.id = content.id;
    document.kind = kKindIntent;
    for (const TextLine& line : content.examples) {
      document.questions.push_back(line.text);
      AddExact(line.text, target);
      AddText(line.text, 2);
    }
    for (const TextLine& line : content.phrases) {
      const std::optional<Phrase> phrase =
          AddPhrase(target, line, slots, PhraseUse::kWhole);
      if (!phrase.has_value()) continue;
      for (std::string& sample : phrase->Samples(kSamplesPerPhrase)) {
        document.questions.push_back(std::move(sample));
      }
    }
    for (const TextLine& line : content.patterns) {
      Rule rule{target, line.place, line.text, 0, 0, true, false};
      knowledge_->rules.push_back(std::move(rule));
      patterns_.push_back({line.text, PatternKind::kExpression});
    }
    for (const TextLine& line : content.excluded) {
      AddPhrase(target, line, slots, PhraseUse::kContained);
    }
    intent.title = TitleFor(content);
    intent.context = CompileContexts(content.context);
    intent.timeout = std::chrono::minutes(content.timeout_minutes);
    knowledge_->intents.push_back(std::move(intent));
    if (!document.questions.empty()) AddDocument(std::move(document), target);
  }

  static std::string TitleFor(const IntentContent& content) {
    if (!content.description.empty()) return content.description;
    if (!content.examples.empty()) return content.examples.front().text;
    return content.id;
  }

  void CompileIntents() {
    for (const IntentContent& content : content_.intents) {
      CompileIntent(content);
    }
  }

  void CompileFaq() {
    for (const FaqContent& content : content_.faq) {
      const Target target{Target::Kind::kFaq,
                          static_cast<uint32_t>(knowledge_->faq.size())};
      knowledge_->targets.emplace(content.id, target);
      FaqEntry entry;
      entry.id = content.id;
      entry.source = content.place.FileLine();
      entry.question = content.question.text;
      entry.answer = TextChoice({content.answer.text});
      entry.buttons = CompileButtons(content.buttons);
      entry.context = CompileContexts(content.context);
      FaqDocument document;
      document.id = content.id;
      document.kind = kKindFaq;
      document.questions.push_back(content.question.text);
      for (const TextLine& line : content.variants) {
        document.questions.push_back(line.text);
      }
      for (const std::string& question : document.questions) {
        AddExact(question, target);
        AddText(question, 2);
      }
      document.answer = content.answer.text;
      AddText(content.answer.text, 1);
      document.tags = content.tags;
      for (const std::string& tag : content.tags) AddText(tag, 1);
      knowledge_->faq.push_back(std::move(entry));
      AddDocument(std::move(document), target);
    }
  }

  void AddDocument(FaqDocument document, Target target) {
    documents_.push_back(std::move(document));
    knowledge_->ranking_targets.push_back(target);
  }

  void AddExact(const std::string& text, Target target) {
    std::vector<Target>& targets =
        knowledge_->exact[analyzer().Normalize(text).text];
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }

  void AddWord(const std::string& word, uint32_t count) {
    words_.push_back({word, count});
  }

  void AddText(const std::string& text, uint32_t count) {
    for (const Token& token : analyzer().Normalize(text).tokens) {
      AddWord(token.text, count);
    }
  }

  void BuildMatcher() {
    std::vector<PatternProblem> broken;
    knowledge_->matcher = Matcher::Build(patterns_, broken);
    std::set<size_t> bad;
    for (const PatternProblem& problem : broken) {
      const Rule& rule = knowledge_->rules[problem.index];
      Fail(rule.place, "'" + rule.written + "': " + problem.message,
           "in a pattern ( ) [ ] { } . * + ? | are signs; as a letter each "
           "stands behind a \\");
      bad.insert(problem.index);
    }
    if (knowledge_->matcher.has_value()) return;
    // The content is refused, but the other checks want a matcher.
    knowledge_->rules.clear();
    broken.clear();
    knowledge_->matcher = Matcher::Build({}, broken);
  }

  // Content whose questions or examples are global words claims those words.
  void FindClaims() {
    for (const auto& [text, targets] : knowledge_->exact) {
      for (const PatternMatch& match : knowledge_->matcher->Match(text)) {
        const Rule& rule = knowledge_->rules[match.pattern];
        if (rule.target.kind != Target::Kind::kGlobal) continue;
        std::vector<Target>& claims =
            knowledge_->globals[rule.target.index].claims;
        claims.insert(claims.end(), targets.begin(), targets.end());
      }
    }
    for (Global& global : knowledge_->globals) {
      std::sort(global.claims.begin(), global.claims.end());
      global.claims.erase(
          std::unique(global.claims.begin(), global.claims.end()),
          global.claims.end());
    }
  }

  void BuildRanking() {
    if (!options_.ranking.empty()) {
      Result<FaqIndex> loaded = FaqIndex::Load(options_.ranking);
      if (loaded.ok()) {
        knowledge_->ranking = std::move(loaded).value();
        return;
      }
    }
    FaqSynonyms synonyms;
    for (const TextLines& list : shared_.synonyms) {
      synonyms.push_back(Texts(list));
    }
    FaqSynonyms related =
        RelatedWords(options_.thesaurus, analyzer(), documents_);
    std::move(related.begin(), related.end(), std::back_inserter(synonyms));
    knowledge_->ranking = FaqIndex::Build(analyzer(), std::move(documents_),
                                          synonyms, options_.previous);
  }

  void BuildVocabulary() {
    for (const auto& [first, lists] : knowledge_->skip_words) {
      for (const std::vector<std::string>& list : lists) {
        for (const std::string& word : list) AddWord(word, 2);
      }
    }
    for (const TextLines& list : shared_.synonyms) {
      for (const TextLine& line : list) AddText(line.text, 1);
    }
    knowledge_->vocabulary = Vocabulary::Build(words_, analyzer().real_words());
  }

  const LanguageContent& content_;
  const SharedContent& shared_;
  const CompileOptions& options_;
  std::vector<Problem>& problems_;
  std::unique_ptr<LanguageKnowledge> knowledge_;
  PhraseRules rules_;
  std::vector<Pattern> patterns_;
  std::vector<FaqDocument> documents_;
  std::vector<Vocabulary::Word> words_;
};

}  // namespace

std::unique_ptr<LanguageKnowledge> CompileLanguage(
    const LanguageContent& content, const CompileOptions& options,
    std::vector<Problem>& problems) {
  return Compiler(content, options, problems).Run();
}

}  // namespace sportello
