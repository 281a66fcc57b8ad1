// The built-in thesaurus of one language: a concept, a colon, and the words and
// phrases (joined by _) that speak of it. General words of customer service,
// written for this project; a word may belong to several concepts. What is
// special to a company belongs into `synonyms` of its content.
#include "faq/thesaurus_text.h"

namespace sportello {

std::string_view EnglishThesaurus() {
  return R"words(
# asking
ask_how: how_do how_can how_to how_would how_should how_could way_to steps_to procedure instructions explain_how show_me_how teach guide tutorial walk_through
ask_why: why reason reasons explain how_come cause
ask_when: when what_time what_day what_date how_soon by_when
ask_duration: how_long how_many_days how_many_hours how_many_weeks how_many_minutes time_frame timeframe duration take_long takes_long
ask_where: where whereabouts location located place find
ask_who: who whom whose
ask_amount: how_much how_many amount number_of quantity total sum
ask_allowed: can_i could_i may_i am_i_able is_it_possible possible allowed permitted permission allow permit let_me able_to
ask_possible: option options possibility choice choices alternative alternatives
ask_kind: what_kind what_type which_kind which_type what_sort kind type sort which what_are_the variety
ask_meaning: mean meaning definition define what_does stand_for
ask_list: list show display view see_all tell_me give_me read_out
know: know understand learn find_out figure_out wonder aware
inform: tell inform let_know notify notification notice alert advise message_me
want: want wish like would_like desire looking_to intend plan_to need require wanna
need: need require must have_to necessary mandatory obligatory compulsory required
help: help assist assistance support aid helping hand
request: request ask apply application order_a submit demand
explain: explain clarify describe details detail information info elaborate
# negation, failure, problems
negation: not no cannot never dont doesnt didnt isnt wasnt arent wont cant couldnt wouldnt havent hasnt neither nor without
unable: cannot cant unable not_able couldnt impossible wont_let not_let not_allow not_possible not_allowed
fail: fail failed failing failure unsuccessful did_not_work didnt_work doesnt_work not_work not_working isnt_working wasnt_working wont_work stopped_working error crash went_wrong not_go_through didnt_go_through not_gone_through
reject: decline declined reject rejected refuse refused deny denied turned_down block blocked not_accepted wasnt_accepted not_accept
problem: problem issue trouble difficulty wrong error fault glitch bug mistake incorrect something_wrong
broken: broken break broke damaged damage defective faulty cracked malfunction not_working isnt_working doesnt_work stopped_working destroyed ruined
wrong: wrong incorrect mistaken erroneous inaccurate false not_right isnt_right not_correct unexpected weird strange odd
missing: missing miss absent not_there not_here not_showing isnt_showing doesnt_show not_show not_appear disappeared gone vanished not_received not_receive not_arrived hasnt_arrived not_come lost not_see not_found cant_find
lost: lost lose losing misplaced misplace left_behind cant_find missing
stolen: stolen steal stole theft robbed thief taken pickpocket mugged
fraud: fraud fraudulent scam scammed suspicious unauthorized unauthorised hacked hack hacker phishing fake counterfeit compromised not_mine dont_recognize didnt_make not_make never_made unknown_transaction not_recognize
unrecognised: dont_recognize not_recognize unfamiliar unknown dont_know not_know dont_remember not_remember not_mine isnt_mine didnt_make didnt_do not_authorize unexplained not_recognise dont_recognise
stuck: stuck hang frozen freeze hung hanging waiting
swallowed: swallow swallowed ate eaten keep_my kept_my retained took_my stuck_in
pending: pending waiting wait processing process progress in_progress still not_completed unfinished outstanding on_hold
late: late delay delayed slow overdue taking_long too_long taking_forever so_long behind
status: status state progress update track tracking follow_up check_on where_is
again: again another re retry repeat repeated twice double duplicate duplicated second_time once_more two_times
extra: extra additional added surplus more too_much
less: less lower smaller reduced reduce decrease fewer not_enough too_little short partial part_of
different: different differ differently other another change vary discrepancy mismatch not_same
same: same equal identical match alike
compare: compare comparison versus vs difference better
# verbs of handling
get: get receive obtain acquire gain collect given have
receive: receive received arrive arrived come came get got delivered show_up turn_up incoming
send: send sent mail post ship shipped dispatch deliver transmit forward
transfer: transfer transferred move moving send_money wire remit remittance transferring bank_transfer sent_money
give: give provide offer supply hand grant
make: make create build produce generate set_up
create: create open register registration sign_up signup set_up setup establish new enroll join subscribe
start: start begin initiate launch activate enable turn_on switch_on commence
activate: activate activation enable unlock unblock start_using turn_on switch_on validate
stop: stop end finish terminate halt quit cease turn_off switch_off disable deactivate
cancel: cancel cancellation annul revoke call_off undo reverse withdraw_my revert drop
close: close closing delete remove terminate erase deactivate shut get_rid end_my
delete: delete remove erase clear wipe discard get_rid eliminate take_off cross_off
change: change modify alter edit update adjust amend switch replace correct correction changing swap convert
update: update refresh renew change upgrade latest new
fix: fix repair solve resolve correct sort_out remedy troubleshoot mend
check: check verify look confirm see review inspect examine checking
verify: verify verification validate authenticate confirm identity prove proof authentication
find: find locate search look_for seek discover where
show: show display appear visible view list see present
use: use using usage utilize employ apply
add: add include insert put attach append link adding
link: link connect attach associate pair add sync tie
choose: choose select pick decide option prefer
keep: keep retain save hold store maintain
try: try attempt tried trying attempting
reset: reset restore recover recovery retrieve forgot forgotten forget
forgot: forgot forget forgotten dont_remember cant_remember not_remember lost
remember: remember remind reminder recall memory note
block: block freeze frozen lock suspend disable hold deactivate stop_using
unblock: unblock unlock unfreeze unlocked blocked locked
accept: accept accepted take allowed acceptable support supported agree
buy: buy purchase bought order shop shopping acquire get_a
sell: sell sold sale
pay: pay paid payment paying payments settle purchase
return: return send_back give_back bring_back returned take_back
refund: refund refunded reimburse reimbursement money_back compensation restitution rebate get_back repay
exchange: exchange swap convert conversion trade change_into currency_exchange
complain: complain complaint dissatisfied unhappy claim report grievance dispute
dispute: dispute contest challenge claim disagree chargeback
report: report notify inform tell flag
contact: contact call phone reach talk speak email write get_in_touch
agent: agent person human representative operator someone advisor staff employee customer_service live somebody
deliver: deliver delivery ship shipping shipment shipped courier post mail dispatch parcel arrive
arrive: arrive arrival come delivered get_here reach received show_up due
track: track tracking trace follow locate where_is status
expedite: expedite rush express fast faster quick quickly urgent urgently asap soon sooner hurry immediately
schedule: schedule scheduled plan arrange appointment book set calendar
book: book booking reserve reservation reserved
wait: wait waiting hold long still patient
open_hours: open opening hours close closing business_hours open_until
visit: visit come_to go_to
download: download install app installation
upload: upload attach submit send_photo
print: print printer printing
# money
money: money cash fund funds currency bucks dollars pounds euros
cash: cash money notes coins bills banknotes atm
withdraw: withdraw withdrawal take_out took_out cash_out get_money get_cash atm cashpoint taking_out withdrew withdrawn cash_machine
atm: atm cashpoint cash_machine machine cash_point dispenser
deposit: deposit deposited put_in pay_in paid_in add_money put_money
top_up: top_up topup topped_up topping_up add_money recharge reload load add_funds put_money adding_money load_money top_ups topping
cheque: cheque check checks cheques checkbook chequebook
fee: fee charge charged cost commission surcharge fees extra_charge charges price
free: free free_of_charge without_charge no_cost no_fee gratis complimentary
price: price cost pricing expensive cheap rate how_much charge fee value worth
rate: rate rates exchange_rate percentage percent interest
currency: currency currencies dollar euro pound gbp usd eur yen foreign fiat aud
foreign: foreign abroad overseas international internationally another_country other_country outside different_country non_domestic travelling
country: country countries nation nationality region europe eu state abroad
bank: bank banking branch institution
account: account profile accounts membership
balance: balance how_much_money available_funds amount_in account_balance money_in money_do_i_have
statement: statement transactions history activity record ledger
transaction: transaction transactions payment purchase transfer operation
charge: charge charged bill billed debited debit deducted taken
debit: debit direct_debit debited deducted taken_out withdrawn
bill: bill bills invoice billing statement invoices
card: card credit_card debit_card visa mastercard plastic amex
credit: credit credit_card loan lend
virtual: virtual online digital disposable
physical: physical actual real plastic
contactless: contactless nfc tap wireless touchless
pin: pin passcode code pin_number pin_code
password: password passcode credentials login pass_word
code: code codes number voucher
expire: expire expiry expiration expired expires valid validity run_out out_of_date
limit: limit limits maximum cap restriction restrict restrictions max ceiling restricted most
minimum: minimum least min lowest
increase: increase raise higher up grow more
discount: discount coupon voucher promo promotion deal offer promotional reduced
salary: salary wage wages paycheck pay_check income earnings payroll pay_day payday
save_money: save saving savings
spend: spend spent spending expense expenses
budget: budget spending afford
loan: loan mortgage borrow lend credit
interest: interest apr apy interest_rate
tax: tax taxes taxation irs vat
insurance: insurance insured coverage cover policy
invest: invest investment stock stocks shares portfolio
retirement: retirement pension 401k retire ira
reward: reward rewards points bonus miles loyalty
cashback: cashback cash_back
reverted: reverted reverted_back returned reversed refunded back_in sent_back revert cancelled bounced
merchant: merchant seller vendor store shop retailer
beneficiary: beneficiary recipient payee receiver
friend: friend friends family relative relatives someone_else other_people mother brother sister wife husband
joint: joint shared share together another_person second_person
automatic: automatic automatically auto recurring regular standing
# orders and goods
order: order orders purchase ordered ordering
product: product item goods article merchandise items products
package: package parcel delivery shipment box packet
cart: cart basket bag shopping_cart checkout
stock: stock available availability in_stock
size: size fit measure big small large
warranty: warranty guarantee
gift: gift present
review: review feedback comment opinion rating rate testimonial
subscription: subscription subscribe newsletter membership unsubscribe plan
invoice: invoice invoices bill receipt billing
receipt: receipt invoice proof_of_purchase proof_of_payment
address: address home_address street residence moved house move_to postal
policy: policy terms conditions rule rules
# identity
identity: identity id identification passport document documents proof
personal: personal details information data profile info
name: name surname last_name first_name called
phone: phone mobile cell cellphone telephone smartphone handset iphone android
phone_number: phone_number telephone_number mobile_number number
email: email mail e_mail inbox
age: age old years_old young minor child children kids birthday teenager underage adult 18
source: source origin come_from came_from
security: security secure safe safety protect protection
privacy: privacy private data gdpr
access: access enter log_in login sign_in log_on get_into signin
logout: log_out logout sign_out
register: register sign_up registration create_account enroll join
app: app application software program
device: device gadget equipment machine phone
website: website site web page online internet
internet: internet wifi connection network broadband
computer: computer pc laptop desktop
apple_pay: apple_pay apple_watch google_pay gpay googlepay applepay wallet
# travel
travel: travel trip journey vacation holiday go_to travelling visit traveling
flight: flight plane fly airline airplane airport flying
airport: airport terminal gate
luggage: luggage baggage suitcase bag carry_on
hotel: hotel accommodation room stay inn motel
car: car vehicle automobile auto truck
rental: rent rental hire lease
taxi: taxi uber lyft cab ride
fuel: gas fuel petrol gasoline mpg mileage tank
tire: tire tires tyre tyres wheel
oil: oil lubricant
traffic: traffic congestion
directions: directions route way_to get_to navigate distance far
visa_travel: visa visas passport immigration
vaccine: vaccine vaccination vaccinated shot shots immunization
public_transport: bus train subway metro
# food
food: food eat meal dish dinner lunch breakfast
restaurant: restaurant eat_out diner cafe place_to_eat
recipe: recipe cook make_a prepare bake cooking
ingredient: ingredient ingredients substitute contents
calories: calories calorie fat
nutrition: nutrition nutritional healthy health protein vitamin carbs
shopping_list: shopping_list grocery groceries
hungry: hungry hunger eat starving
# time
time: time clock hour o_clock timezone
date: date day today calendar
holiday: holiday holidays day_off
weather: weather forecast rain sunny temperature hot cold snow
alarm: alarm wake wake_up
timer: timer countdown
meeting: meeting appointment conference
vacation: vacation pto time_off days_off leave paid_time_off
work: work job office employment boss working
todo: todo to_do task tasks chore chores
# home and media
light: light lights lamp
music: music song songs track tune album playlist
volume: volume loud louder sound quiet
play: play listen hear
movie: movie film cinema video
book_read: book read novel
game: game gaming
joke: joke funny laugh humor
news: news headline
speak: speak say talk voice tongue
language: language languages translate spanish french english italian german translation
spell: spell spelling
word: word words term
calculator: calculate math plus times divided divide multiply square_root
random: random flip coin dice roll
measure: measurement convert kilometers miles inches pounds ounces grams
picture: picture photo image camera
# people and small talk
greeting: hello hi hey good_morning good_evening good_afternoon greetings
goodbye: bye goodbye see_you farewell later
thanks: thanks thank_you thank grateful appreciate
sorry: sorry apologize apologies
yes: yes yeah yep sure correct right ok okay affirmative agreed
no: no nope nah negative
maybe: maybe perhaps not_sure unsure might
good: good great excellent nice wonderful amazing fantastic awesome perfect
bad: bad terrible awful horrible poor worst annoying
love: love adore like
marry: marry married wedding spouse wife husband
you: you your yourself
bot: bot robot machine artificial computer ai chatbot virtual_assistant
made_you: made_you created_you built_you your_creator your_maker your_boss developed_you programmed_you who_made designed_you your_owner
hobby: hobby hobbies fun interests enjoy pastime
live: live reside from born
feel: feel feeling mood
happy: happy glad cheerful pleased joy content
sad: sad unhappy depressed upset sorrow
angry: angry mad furious annoyed
tired: tired sleepy exhausted bored boring
busy: busy occupied free
beautiful: beautiful pretty cute handsome attractive gorgeous
clever: clever smart intelligent bright genius wise
stupid: stupid dumb idiot silly fool useless
crazy: crazy insane mad nuts
# health, public bodies
ill: ill sick sickness unwell disease illness infected infection
virus: virus covid covid19 coronavirus corona sars
symptom: symptom symptoms sign signs
spread: spread transmit transmission transmitted contagious catch caught pass infect infected
test: test testing tested
doctor: doctor physician medical hospital clinic healthcare
cure: cure treatment treat medicine drug medication heal therapy
prevent: prevent prevention avoid protect stop protection
mask: mask masks face_mask covering
quarantine: quarantine isolation isolate self_isolate lockdown
risk: risk danger dangerous severe high_risk serious vulnerable
pregnant: pregnant pregnancy baby
pet: pet animal dog cat pets animals
clean: clean wash disinfect sanitize sanitizer cleaning
die: die death dead kill fatal mortality
surface: surface surfaces object objects
# utilities
water: water
electricity: electricity power energy current
meter: meter reading gauge
consumption: consumption usage use consume
contract: contract agreement
supply: supply provision service
school: school university college student class
job: job position career vacancy hiring employment
# kinds of things
weekday: monday tuesday wednesday thursday friday saturday sunday weekend weekday
month: january february march april june july august september october november december month
day: today tomorrow yesterday tonight morning afternoon evening night week date
past: yesterday last_week last_month last_year ago previous previously already earlier recent recently before past
future: tomorrow next_week next_month next_year upcoming later soon will going_to future
now: now currently current right_now at_the_moment today present immediately instantly
often: often frequently every each daily weekly monthly always regularly how_often repeatedly
number_word: one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million dozen
math: plus minus add_up subtract multiply divide divided times sum square root calculate percent equals math difference_between
place: london paris rome madrid berlin tokyo chicago boston houston dallas miami seattle denver vegas angeles francisco york atlanta phoenix orlando austin detroit philadelphia toronto vancouver sydney dublin amsterdam vienna prague lisbon milan venice florence naples barcelona moscow dubai beijing shanghai delhi mumbai bangkok singapore california texas florida nevada hawaii alaska arizona michigan ohio carolina colorado oregon
nation: usa us uk america england britain ireland scotland france spain italy germany portugal greece switzerland austria netherlands belgium sweden norway denmark poland russia turkey china japan india canada mexico brazil argentina australia africa asia korea vietnam thailand egypt israel chile peru cuba
tongue: english french spanish german italian portuguese russian chinese japanese korean arabic dutch hindi swedish turkish polish greek latin
relative: mother mom mum father dad parent brother sister son daughter wife husband grandma grandmother grandpa aunt uncle cousin child kid baby family spouse partner girlfriend boyfriend
colour: red blue green yellow black white orange purple pink brown grey gray color colour
animal: dog cat bird fish horse cow pig chicken mouse rabbit tiger lion bear elephant animal
fruit: apple banana orange lemon grape strawberry fruit pear peach cherry
dish: pizza pasta soup salad rice bread cake pie burger sandwich chicken beef pork steak sushi taco cheese egg eggs potato tomato lasagna noodles curry meatloaf meatballs bacon
drink: coffee tea beer wine milk juice soda drink beverage cocktail
speed: speed fast faster quick quickly slow slower slowly speedier rapid rapidly pace
loudness: loud louder quiet quieter volume mute
direction_up: increase raise up higher more turn_up go_up boost
direction_down: decrease lower down reduce less turn_down go_down drop
begin_end: start begin finish end complete over done
repeat: repeat say_again again say_that_again didnt_hear didnt_understand didnt_catch what_was_that come_again pardon once_more
called: name call called refer nickname named
purpose: purpose point meaning goal aim sense
life: life existence living exist alive universe
true: true correct right agree agreed definitely absolutely certainly exactly indeed affirmative confirm statement_is_true
false: false incorrect untrue wrong disagree negative invalid not_true
unsure: maybe perhaps not_sure unsure dont_know possibly no_idea uncertain not_certain might cannot_decide undecided
list_thing: list lists checklist
appointment: appointment meeting event schedule calendar agenda
enrol: enroll enrolled sign_up signed_up register join subscribe subscribed
current_thing: current have_now existing present already_have my_current which_one_do_i
new_thing: new another replace replacement different fresh second
last_long: last lasts lasting go_bad spoil stay_good how_long_does shelf still_good
battery: battery juice charge charger power
movement: move moving relocate
emergency: emergency urgent urgently asap
person: person people human somebody someone anyone man woman guy
everyone: everyone everybody all anybody
company: company business firm organization corporation
owner: owner holder proprietor
document_file: file document form paper paperwork pdf
letter: letter mail post
night_place: restaurant bar pub cafe diner
score: score rating grade points
question_word: question questions query inquiry ask
conversation: chat talk conversation discuss
learn: learn study teach training course
safe: safe safety dangerous danger risk risky secure
temperature: temperature hot cold warm heat cool degrees
season: summer winter spring autumn fall season
air: air airborne breath breathe cough sneeze droplets
child_age: young younger children kids child adult adults elderly older old age
origin: origin come_from came_from begin started start happen existence source came_into come_about
effect: effect effects consequence impact affect result
deliver_food: takeout takeaway delivery order_food pickup
size_word: big large small little huge tiny medium
always_open: 24_hours all_day hours
# who is spoken of, and how
my_name: my_name call_me calling_me i_am_called am_i_called who_am_i address_me
your_name: your_name call_you calling_you you_called are_you_called call_yourself you_named who_are_you
your_boss: boss employer manager supervisor superior work_for
my_place: my_location where_i_am where_am_i where_im_at my_position my_whereabouts my_coordinates gps coordinates
place_of_birth: born birth birthplace grew_up raised
manufacture: made make manufacture manufactured produced built designed developed programmed
# how much is left, owed, gone
owe: owe owed owing amount_due due outstanding
afford: afford enough_money enough_in sufficient enough
overcharged: overcharged too_much charged_more more_than charged_twice extra_charge higher_than additional_charge
underpaid: less_than not_enough wrong_amount short_of incorrect_amount missing_money too_little
# what happens to things
improve: improve improvement better raise boost enhance
approve: approve approved approval granted cleared okayed authorised authorized go_through
worn: bent snapped melted chewed scratched torn ripped shattered cut demagnetized worn damaged
scrap: scrap abort nix forget_about never_mind nevermind cancel call_off
by_mistake: by_mistake by_accident accidentally accidental mistakenly unintentionally mistake wrong_person wrong_account
appear: appear appears show_up showing shows shown reflect reflected reflecting posted visible
first_time: first_time never_before beginner newbie just_started
sights: attraction attractions sights sightseeing landmark tourist tourists things_to_do places_to_see places_to_visit
nearby: nearest closest nearby near_me close_by around_here near around_me in_the_area
edible: edible safe_to_eat still_good okay_to_eat ok_to_eat gone_bad go_bad spoiled expired
finish_task: done finished completed finish complete cross_off check_off
put_on: put add write note jot include
crowded: crowded busy packed wait_time line full
schedule_of: schedule agenda planned plans happening going_on events
say_goodbye: bye see_you until_next_time take_care talk_later so_long
say_hello: hello hi hiya hey howdy yo good_morning good_day sup
)words";
}

}  // namespace sportello
