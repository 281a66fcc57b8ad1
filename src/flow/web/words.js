// The page's own words, Italian and English.
const WORDS = {
  it: {
    title: "Assistenza clienti",
    bot: "Assistente automatico",
    queue: (ticket) => `Richiesta ${ticket}: una persona ti risponderà qui`,
    agent: (ticket) => `Richiesta ${ticket}: stai parlando con una persona`,
    closed: "Conversazione chiusa",
    restart: "Ricomincia",
    label: "Il tuo messaggio",
    placeholder: "Scrivi qui la tua domanda…",
    send: "Invia",
    log: "Conversazione",
    welcome: "Ciao! Come possiamo aiutarti? Scrivi la tua domanda su ordini, spedizioni, resi, pagamenti…",
    writing: "L'assistente sta scrivendo…",
    person: "Operatore",
    failed: "Non è partito.",
    busy: "C'è molto traffico, riprovo tra poco…",
    retry: "Riprova",
    rate: "Com'è andata? Da 1 (male) a 5 (bene)",
    rateScore: (score) => `${score} su 5`,
    thanks: "Grazie del voto!",
    gone: "Questa conversazione non c'è più: ne comincia una nuova.",
    goOn: (name) => `Continua su ${name}`,
    goOnAsk: "Non si è aperto niente?",
    goOnOpen: (name) => `Apri ${name} (in un'altra scheda)`,
    goOnFailed: "In questo momento non riusciamo a spostare la conversazione: riprova tra poco.",
    fromYou: "Tu",
    fromBot: "Assistente",
  },
  en: {
    title: "Customer care",
    bot: "Automatic assistant",
    queue: (ticket) => `Request ${ticket}: a person will answer you here`,
    agent: (ticket) => `Request ${ticket}: you are talking to a person`,
    closed: "Conversation closed",
    restart: "Start over",
    label: "Your message",
    placeholder: "Write your question here…",
    send: "Send",
    log: "Conversation",
    welcome: "Hello! How can we help you? Write your question about orders, delivery, returns, payments…",
    writing: "The assistant is writing…",
    person: "Agent",
    failed: "It was not sent.",
    busy: "There is a lot of traffic, trying again shortly…",
    retry: "Try again",
    rate: "How did it go? From 1 (badly) to 5 (well)",
    rateScore: (score) => `${score} of 5`,
    thanks: "Thank you for rating!",
    gone: "This conversation is no longer there: a new one begins.",
    goOn: (name) => `Continue in ${name}`,
    goOnAsk: "Nothing opened?",
    goOnOpen: (name) => `Open ${name} (in another tab)`,
    goOnFailed: "We cannot move the conversation right now: please try again shortly.",
    fromYou: "You",
    fromBot: "Assistant",
  },
};

// `asked` is ?language=, which wins over the browser's own language.
export function chooseLanguage(asked, locale) {
  for (const wanted of [asked, locale]) {
    const code = (wanted || "").slice(0, 2).toLowerCase();
    if (WORDS[code]) return code;
  }
  return "en";
}

export function wordsFor(code) {
  return WORDS[code];
}
