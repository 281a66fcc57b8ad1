// The widget's own words.
const WIDGET_WORDS = {
  it: {
    title: "Assistenza clienti",
    subtitle: "Risponde subito, anche di notte",
    greeting: "Ciao! Come possiamo aiutarti?",
    open: "Apri la chat",
    unread: (count) =>
      count === 1 ? "1 messaggio non letto" : `${count} messaggi non letti`,
    close: "Chiudi la chat",
    restart: "Nuova conversazione",
    person: "Parla con una persona",
    personAsk: "Vorrei parlare con una persona",
    label: "Il tuo messaggio",
    placeholder: "Scrivi la tua domanda…",
    send: "Invia",
    log: "Conversazione",
    choices: "Risposte possibili",
    writing: "Sta scrivendo…",
    you: "Tu",
    bot: "Assistente automatico",
    agent: "Operatore",
    queue: (ticket) => `Richiesta ${ticket}: una persona ti risponde qui`,
    withAgent: "Stai parlando con una persona",
    closed: "Conversazione chiusa: scrivi quando vuoi",
    failed: "Non è partito.",
    retry: "Riprova",
    offline: "Non c'è connessione: riprovo da solo.",
    left: (count) => `Ancora ${count} caratteri`,
    rate: "Com'è andata? Da 1 (male) a 5 (bene)",
    rateScore: (score) => `${score} su 5`,
    thanks: "Grazie del voto!",
    copy: "Ricevi la conversazione",
    copyAsk: "Il tuo indirizzo e-mail",
    copySent: (address) => `Te la mandiamo a ${address}`,
    copyTwice: "Oggi te l'abbiamo già mandata: guarda anche nella posta indesiderata.",
    copyNone: "In questo momento non possiamo mandarla.",
    copyFailed: "L'indirizzo non sembra giusto: riprova.",
    newTab: "si apre in un'altra scheda",
  },
  en: {
    title: "Customer care",
    subtitle: "Answers at once, at night too",
    greeting: "Hello! How can we help you?",
    open: "Open the chat",
    unread: (count) =>
      count === 1 ? "1 unread message" : `${count} unread messages`,
    close: "Close the chat",
    restart: "New conversation",
    person: "Talk to a person",
    personAsk: "I would like to talk to a person",
    label: "Your message",
    placeholder: "Write your question…",
    send: "Send",
    log: "Conversation",
    choices: "Possible answers",
    writing: "Writing…",
    you: "You",
    bot: "Automatic assistant",
    agent: "Agent",
    queue: (ticket) => `Request ${ticket}: a person will answer you here`,
    withAgent: "You are talking to a person",
    closed: "Conversation closed: write whenever you like",
    failed: "It was not sent.",
    retry: "Try again",
    offline: "No connection: trying again by itself.",
    left: (count) => `${count} characters left`,
    rate: "How did it go? From 1 (badly) to 5 (well)",
    rateScore: (score) => `${score} of 5`,
    thanks: "Thank you for rating!",
    copy: "Get the conversation",
    copyAsk: "Your e-mail address",
    copySent: (address) => `We are sending it to ${address}`,
    copyTwice: "We sent it to you today: look in your spam folder too.",
    copyNone: "We cannot send it at the moment.",
    copyFailed: "The address does not look right: please try again.",
    newTab: "opens in another tab",
  },
};

// The first of the wanted languages that the widget speaks; else English.
export function widgetLanguage(...wanted) {
  for (const locale of wanted) {
    const code = (locale || "").slice(0, 2).toLowerCase();
    if (WIDGET_WORDS[code]) return code;
  }
  return "en";
}

export const widgetWords = (code) => WIDGET_WORDS[code];
