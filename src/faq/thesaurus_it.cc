// The built-in thesaurus of one language: a concept, a colon, and the words and
// phrases (joined by _) that speak of it. General words of customer service,
// written for this project; a word may belong to several concepts. What is
// special to a company belongs into `synonyms` of its content.
#include "faq/thesaurus_text.h"

namespace sportello {

std::string_view ItalianThesaurus() {
  return R"words(
# chiedere
ask_how: come come_faccio come_si_fa in_che_modo modalita procedura istruzioni guida passaggi come_posso come_fare cosa_devo_fare cosa_fare
ask_why: perche motivo motivi come_mai causa ragione
ask_when: quando che_ora a_che_ora che_giorno data entro scadenza
ask_duration: quanto_tempo quanti_giorni quante_ore quanti_mesi durata tempi tempistica tempistiche dura durano termine termini entro_quando
ask_where: dove ubicazione indirizzo posto luogo sede si_trova trovo trovare
ask_who: chi
ask_amount: quanto quanti quante quanta importo ammontare cifra somma totale
ask_allowed: posso possibile si_puo e_possibile consentito permesso ammesso potrei possiamo puo
ask_kind: quale quali tipo tipi tipologia tipologie genere categoria
ask_meaning: significa significato cosa_vuol_dire vuol_dire definizione cos_e che_cos_e cosa_e cosa_sono si_intende intende
ask_list: elenco lista elenca mostra mostrami dimmi fammi_vedere visualizzare vedere
ask_what: che_cosa cosa che
know: sapere conoscere scoprire capire informarsi informazioni conosci sai
inform: avvisare comunicare informare segnalare notifica notificare avviso comunicazione segnalazione dichiarare
want: voglio vorrei desidero intendo desiderare mi_piacerebbe volere bisogno serve
need: bisogno serve occorre necessario necessaria necessita obbligatorio obbligo devo bisogna si_deve requisiti requisito richiesto servono occorrono
help: aiuto aiutare aiutami assistenza supporto soccorso mano
request: richiedere richiesta domanda chiedere fare_domanda presentare istanza inoltrare richiesto modulo
explain: spiegare spiegami descrivere dettagli dettaglio informazioni informazione info chiarimenti delucidazioni
document: documento documenti documentazione modulo moduli certificato certificati modulistica allegato carta allegare
# negazione, guasti
negation: non no mai senza nessuno niente nulla neanche
unable: non_posso non_riesco non_si_puo impossibile non_funziona non_va non_mi_fa non_puo non_riusciamo
fail: non_funziona non_va errore fallito fallisce non_riuscito non_parte blocca crash guasto non_andato
reject: rifiutato rifiutare respinto negato non_accettato bocciato negata
problem: problema problemi guasto difetto errore difficolta anomalia inconveniente disservizio malfunzionamento disguido sbagliato
broken: rotto rotta rottura guasto guasta danneggiato difettoso non_funziona danno danni rovinato spaccato
leak: perdita perdite dispersione fuga allagamento perde gocciola occulta occulte scoppio
wrong: sbagliato errato errata scorretto inesatto errore erroneo sbagliata anomalo anomala non_corretto
missing: mancante manca mancano mancanza assente non_trovo sparito scomparso non_arrivato non_ricevuto non_arriva non_vedo non_c_e mancata mai_arrivata
lost: perso smarrito perduto smarrimento persa smarrita dimenticato
stolen: rubato furto rubata ladro
fraud: frode truffa truffato sospetto falso imbroglio
late: ritardo tardi in_ritardo lento scaduto scaduta scadenza tardivo
status: stato avanzamento a_che_punto seguire tracciare verificare
again: ancora nuovamente di_nuovo ripetere due_volte doppio duplicato riprovare
more: piu maggiore superiore aggiuntivo ulteriore alto elevato elevata eccessivo troppo aumentato alta alti
less: meno minore inferiore ridotto basso bassa poco scarsa ridurre riduzione diminuire diminuzione calo abbassare
different: diverso diversa differente altro differenza variazione
same: uguale stesso identico medesimo stessa
compare: confronto confrontare differenza meglio migliore
# verbi
get: ottenere avere ricevere prendere richiedere
receive: ricevere ricevuto arrivare arriva arrivato ricevo recapitare recapito
send: inviare spedire mandare trasmettere inoltrare invio spedizione inviato inoltro
transfer: trasferire trasferimento spostare bonifico voltura subentro
give: dare fornire offrire consegnare
make: fare creare costruire produrre effettuare realizzare eseguire
create: creare aprire registrarsi iscriversi registrazione iscrizione attivare nuovo nuova attivazione allacciare
start: iniziare avviare attivare cominciare partire attivazione riattivare riattivazione accendere
stop: fermare smettere terminare finire disattivare disdire cessare cessazione interrompere chiudere sospendere spegnere
cancel: annullare cancellare disdire disdetta recedere recesso annullamento revocare revoca cessazione cessare chiudere eliminare
close: chiudere chiusura cessare cessazione disattivare terminare eliminare
delete: eliminare cancellare rimuovere togliere levare
change: cambiare modificare modifica variare variazione aggiornare cambio sostituire correggere sostituzione rettifica modifiche
update: aggiornare aggiornamento rinnovare rinnovo nuovo
fix: riparare sistemare risolvere aggiustare correggere riparazione intervento
check: controllare verificare verifica controllo vedere consultare esaminare accertare conoscere
verify: verificare verifica confermare convalidare conferma autenticazione validare
find: trovare cercare reperire ricercare scoprire individuare
show: mostrare vedere visualizzare apparire consultare
use: usare utilizzare utilizzo uso impiegare adoperare servirsi
add: aggiungere inserire allegare collegare associare
choose: scegliere selezionare preferire opzione
forgot: dimenticato scordato dimenticare smarrito non_ricordo
remember: ricordare ricorda promemoria ricordami
block: bloccare sospendere sospensione blocco bloccato limitare chiusa chiudere distacco staccare staccata slaccio
unblock: sbloccare riattivare riaprire riallaccio riattivazione riallacciare ripristino ripristinare
accept: accettare accettato accettano ammesso
buy: comprare acquistare acquisto ordinare comperare
sell: vendere vendita
pay: pagare pagamento pagamenti versare versamento saldare saldo pago pagato corrispondere
debt: debito insoluto insoluti arretrati moroso morosita mora arretrato sollecito debiti non_pagato recupero_crediti
installment: rata rate rateizzare rateizzazione dilazione dilazionare rateale rateazione a_rate
return: restituire reso resi rimandare rendere restituzione
refund: rimborso rimborsare rimborsato risarcimento indennizzo restituzione rimborsi riaccredito restituire
exchange: cambio scambiare sostituire convertire
complain: reclamo reclami lamentela protesta lamentarsi contestazione contestare reclamare
contact: contattare chiamare telefonare parlare scrivere rivolgersi contatto contatti sentire numero_verde chiamata comunicare
agent: operatore persona umano addetto impiegato consulente qualcuno assistenza servizio_clienti tecnico
deliver: consegnare consegna spedire spedizione recapito corriere pacco
arrive: arrivare arriva arrivato giungere consegnato
schedule: programmare fissare appuntamento pianificare prenotare calendario agenda
book: prenotare prenotazione riservare
wait: aspettare attendere attesa
open_hours: orario orari apertura aperto aperti chiusura apre sportello ore
download: scaricare scarico download installare installazione
upload: caricare caricamento allegare upload
print: stampare stampa stampante
office: ufficio uffici sportello sportelli sede sedi filiale agenzia
# denaro
money: soldi denaro contanti euro quattrini moneta
withdraw: prelevare prelievo ritirare
deposit: deposito depositare cauzione cauzionale anticipo versare
top_up: ricarica ricaricare
fee: commissione commissioni spese costo tariffa costi oneri spesa addebito addebiti tassa
free: gratis gratuito gratuita gratuitamente senza_costi
price: prezzo prezzi costo costi quanto_costa tariffa tariffe costa costano listino
bank: banca banche bancario bancaria conto_corrente istituto
account: conto account profilo utenza utenze
balance: saldo
bill: bolletta bollette fattura fatture fatturazione bollettino bollettini conto
card: carta carte bancomat carta_di_credito
direct_debit: domiciliazione domiciliare addebito rid sdd addebito_diretto
pin: pin codice
password: password parola_chiave credenziali parola_d_ordine
code: codice codici numero
expire: scadere scadenza scade scaduto valido validita durata scadono
limit: limite limiti massimo tetto soglia
minimum: minimo minima
discount: sconto sconti agevolazione agevolazioni bonus riduzione promozione offerta offerte coupon agevolata esenzione
salary: stipendio salario paga reddito isee
save_money: risparmiare risparmio
interest: interesse interessi
tax: tassa tasse imposta iva tributo tributi fiscale
insurance: assicurazione polizza assicurare copertura
reward: premio punti premi
automatic: automatico automatica automaticamente
credit: credito accredito accreditare
# ordini
order: ordine ordinare ordinato ordini
product: prodotto prodotti articolo articoli merce
package: pacco pacchi collo plico spedizione
stock: disponibile disponibilita magazzino scorte
warranty: garanzia
gift: regalo regalare dono
review: recensione commento opinione valutazione giudizio
subscription: abbonamento abbonarsi iscrizione newsletter abbonato
receipt: ricevuta scontrino quietanza fattura attestazione
address: indirizzo residenza domicilio recapito via traslocare trasloco casa
policy: regole termini condizioni regolamento norma norme normativa legge politica
# identita
identity: identita documento passaporto carta_d_identita codice_fiscale spid cie
personal: personali dati anagrafici anagrafica informazioni
name: nome cognome nominativo intestatario intestare intestato chiami intestazione ragione_sociale
phone: telefono cellulare smartphone telefonico iphone android
phone_number: numero_di_telefono numero_telefonico numero_verde telefono
email: email mail posta_elettronica e_mail pec posta
security: sicurezza sicuro proteggere protezione sicura
privacy: privacy riservatezza trattamento_dei_dati personali anonimo
access: accedere accesso entrare login collegarsi
register: registrare registrarsi iscrivere registrazione iscrizione
app: app applicazione applicazioni programma software
device: dispositivo apparecchio dispositivi
website: sito pagina web online internet portale on_line
internet: internet wifi connessione rete bluetooth
computer: computer pc portatile
# contratti e utenze
contract: contratto contratti accordo contrattuale stipulare stipula
holder: intestatario titolare proprietario proprietaria erede eredi deceduto defunto decesso morto
tenant: inquilino affittuario locatario affitto locazione affittuari
landlord: proprietario padrone locatore
transfer_contract: voltura subentro cambio_intestazione cambiare_intestatario cambio_nome intestare
supply: fornitura utenza somministrazione servizio erogazione allaccio
connect: allaccio allacciare allacciamento allacciarsi collegamento attacco nuova_utenza nuovo_contratto
meter: contatore contatori misuratore
reading: lettura letture autolettura leggere letturista
consumption: consumo consumi consumare utilizzo consumato
water: acqua idrico idrica idrici acquedotto
drinking: potabile bere bevibile
quality: qualita caratteristiche analisi durezza composizione sostanze valori
pressure: pressione portata
tank: serbatoio autoclave cisterna vasca
sewer: fogna fognatura fognario scarico scarichi depurazione depuratore depurazioni
pipe: tubo tubi tubazione tubature condotta condutture impianto conduttura
building: condominio condominiale edificio palazzo fabbricato stabile condomini
house: casa abitazione appartamento domestico immobile domicilio alloggio
electricity: elettricita luce corrente energia elettrica
gas: gas metano
technician: tecnico intervento squadra idraulico
emergency: emergenza urgente urgenza pronto_intervento subito
interruption: interruzione sospensione mancanza manca_l_acqua senza_acqua blackout
family: famiglia familiare nucleo famigliare componenti figli parenti
company: azienda ditta impresa societa commerciale attivita
citizen: cittadino cittadini utente utenti cliente clienti
municipality: comune comunale municipio regione provincia stato ministero
# viaggi e tempo
travel: viaggio viaggiare viaggi spostarsi spostamento trasferta
foreign: estero straniero stranieri internazionale fuori
country: paese paesi nazione stato
flight: volo voli aereo aeroporto
hotel: albergo hotel alloggio camera
car: auto macchina automobile veicolo
train: treno metro autobus bus
time: ora ore tempo orologio
date: data giorno oggi giornata
today: oggi stamattina stasera adesso ora
tomorrow: domani
holiday: festa ferie vacanza vacanze
weather: che_tempo tempo_fa meteo pioggia soleggiato piove previsioni temporale nuvoloso
small_talk: che_tempo_fa che_tempo_fara chi_ha_vinto barzelletta barzellette oroscopo raccontami_una dimmi_una chi_e_il_presidente quanti_anni_hai
birthday: compleanno nato anni
age: eta anni vecchio anziano giovane minorenne minore minorenni bambini bambino
meeting: riunione incontro appuntamento
work: lavoro lavorare lavoratore ufficio impiego dipendente lavori
boss: capo superiore padrone creatore
food: cibo mangiare pranzo cena pasto fame
music: musica canzone canzoni cantare
movie: film cinema video
news: notizie notizia
joke: barzelletta scherzo ridere divertente battuta
game: gioco giocare giochi
# chiacchiere
greeting: ciao salve buongiorno buonasera hey ehi buon_giorno buona_sera saluti piacere
goodbye: arrivederci addio ciao_ciao a_presto buonanotte ci_vediamo
thanks: grazie ringrazio ringraziare
sorry: scusa scusi scusami scuse mi_dispiace perdono perdonami
yes: si certo esatto giusto ok va_bene corretto vero
good: buono bene ottimo bravo eccellente fantastico grande bello perfetto ottima
bad: male cattivo pessimo brutto terribile schifo orribile
love: amore amo amare innamorato ti_amo adoro
friend: amico amici amica
marry: sposare matrimonio sposato sposi sposarmi
you: tu tuo tua te ti tuoi
bot: bot robot macchina intelligenza_artificiale chatbot assistente_virtuale computer
feel: sentire umore stai come_stai sto sentirsi
happy: felice contento allegro gioia contenta
sad: triste depresso infelice giu
angry: arrabbiato furioso incazzato rabbia arrabbiata
tired: stanco annoiato assonnato noia noioso dormire sonno
busy: occupato impegnato libero
beautiful: bello bella carino bellissimo affascinante
clever: intelligente furbo sveglio brillante
stupid: stupido idiota scemo deficiente cretino inutile
crazy: pazzo matto folle
speak: parlare parla parlami dire chiacchierare
live: vivere abitare abiti vivi residenza
joking: scherzi scherzare scherzando
hug: abbraccio abbracciami
miss: mancato manchi mancare
laugh: ridere haha ahah risata
# salute
ill: malato malattia contagiato infetto positivo infezione ammalato malati
virus: virus covid coronavirus covid19 sars
symptom: sintomo sintomi febbre tosse
spread: trasmettere trasmissione contagio contagioso diffusione contagiare
test: test tampone esame tamponi esami
doctor: medico dottore ospedale sanitario pediatra medici
cure: cura terapia trattamento farmaco farmaci medicina guarire curare
vaccine: vaccino vaccini vaccinazione vaccinare dose vaccinato dosi
prevent: prevenire prevenzione evitare proteggere difendersi
mask: mascherina mascherine maschera
quarantine: quarantena isolamento
risk: rischio rischi pericolo pericoloso rischioso
pregnant: gravidanza incinta gestazione neonato allattamento
pet: animale animali cane gatto
clean: pulire lavare disinfettare pulizia igienizzare disinfezione
certificate: certificato certificazione green_pass attestato
school: scuola scolastico studente studenti universita
# tipi di cose
weekday: lunedi martedi mercoledi giovedi venerdi sabato domenica
month: gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre mese mesi
day: oggi domani ieri stasera mattina pomeriggio sera notte settimana giorno
past: ieri scorso scorsa fa precedente passato passata prima recente arretrato
future: domani prossimo prossima futuro dopo presto
now: adesso ora attualmente attuale subito immediatamente oggi
often: spesso ogni sempre frequenza volte periodicita mensile bimestrale annuale trimestrale
number_word: uno due tre quattro cinque sei sette otto nove dieci venti trenta cento mille
math: piu meno per diviso somma moltiplicare calcolare percentuale calcolo
place: roma milano napoli torino palermo genova bologna firenze bari catania venezia verona taranto lecce foggia brindisi londra parigi madrid berlino
nation: italia francia spagna germania inghilterra svizzera austria america usa europa cina giappone russia
relative: madre padre mamma papa figlio figlia fratello sorella moglie marito nonno nonna zio zia cugino figli genitori coniuge parente
colour: rosso blu verde giallo nero bianco arancione viola rosa marrone grigio colore
speed: veloce velocemente rapido rapidamente lento lentamente velocita
repeat: ripeti ripetere non_ho_capito come_scusa puoi_ripetere
called: nome chiami chiamare chiamo chiamato soprannome
life: vita esistenza vivere esistere
true: vero giusto esatto corretto certo certamente assolutamente sicuro
false: falso errato scorretto
unsure: forse magari non_so incerto probabilmente chissa
new_thing: nuovo nuova altro altra sostituire sostituzione
purpose: scopo fine obiettivo servire a_cosa_serve
everyone: tutti tutto ognuno
question_word: domanda domande quesito chiedere
safe: sicuro sicurezza pericolo pericoloso rischio
temperature: caldo freddo temperatura gradi gelo congelato ghiaccio congelamento
season: estate inverno primavera autunno stagione
place_thing: posto luogo zona area quartiere localita citta
letter: lettera raccomandata posta cartolina
owner: proprietario titolare intestatario
deadline: scadenza scadere termine entro scaduta scaduto
charge_item: voce voci addebito quota costo importo
quota: quota canone fissa fisso
damage: danno danni risarcimento danneggiato
notice: avviso comunicazione sollecito preavviso diffida
proof: prova ricevuta attestazione dimostrare quietanza dimostrazione copia duplicato
copy: copia duplicato fotocopia
online: online on_line internet sito web portale telematico app area_clienti
work_building: lavori cantiere ristrutturazione costruzione edilizia
remove: rimuovere togliere staccare levare eliminare smontare
replace: sostituire sostituzione cambio cambiare nuovo
smell: odore sapore colore torbida cloro puzza sporca marrone
measure: misura metro_cubo metri_cubi mc litri litro cubi cubo
average: media medio stimato stimata presunto presunti acconto conguaglio stima
adjust: conguaglio ricalcolo rettifica correzione storno
authority: autorita aeegsi arera garante associazione
delegate: delega delegare delegato procura
read_self: autolettura lettura comunicare_lettura
pay_place: posta banca tabaccheria sportello lottomatica bollettino bonifico carta domiciliazione
unpaid: non_pagata non_pagato insoluta insoluto mancato_pagamento morosita
# famiglie di parole e modi di dire
form: modulo modello moduli modelli modulistica prestampato
withdraw_contract: recesso recedere rescissione rescindere disdetta disdire cessazione cessare risoluzione chiudere_il_contratto chiusura_contratto
name_on_contract: intestatario intestazione intestare intestato intestata cambio_intestazione cambio_intestatario voltura subentro
after_death: deceduto deceduta defunto defunta decesso morto morta morte erede eredi successione
in_ones_name: a_mio_nome a_nome_mio mio_nome
split: dividere divisione separare separato separati sdoppiare sdoppiamento individuale individuali autonomo singolo singoli
install: installare installazione montare montaggio posa
telephone: telefonare telefono telefonata chiamare chiamata chiamo numero
lack: manca manca_l mancata mancanza assenza interruzione interrotta interrotto senza
move_house: trasloco traslocare cambio_casa nuova_casa cambio_di_proprieta
hold_up: a_che_punto stato procede pratica avanzamento
apply_job: concorso concorsi selezione assunzione assunzioni candidatura curriculum
septic: pozzo_nero fossa fossa_biologica fossa_settica
see_bill: visualizzare scaricare vedere consultare pdf copia
by_mistake: per_errore per_sbaglio erroneamente sbagliato involontariamente
twice: due_volte doppio doppia doppione
)words";
}

}  // namespace sportello
