# Lists of words, separated by spaces.
weekdays = Mon Tue Wed Thu Fri Sat Sun
months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec

# Pages
board = Board
in-progress = In progress
orders = Orders
devices = Devices
settings = Settings
navigation = Main navigation
skip-to-content = Go to the content
signed-in-as = Signed in as { $user }
callers-waiting = { $count ->
    [one] 1 unknown device waits
   *[other] { $count } unknown devices wait
}

# Top bar
day = Day
previous-day = Previous day
next-day = Next day
choose-day = Choose a day
today = Today
search = Search
search-placeholder = Find patient or accession
search-results = Search results
nothing-found = Nothing found for “{ $text }”.
go-to = Go to { $page }
alerts-open = { $count ->
    [0] Nothing needs you
    [one] 1 alert needs you
   *[other] { $count } alerts need you
}
listening = Listening
not-listening = Not listening
degraded = Degraded, { $count } silent
devices-heard = { $heard } of { $count } devices heard from
start-listening = Start listening
not-live-since = Not live since { $time }.
demo-department = Demo department.
demo-explanation = Patients, orders and scanners are simulated.
leave-demo = Leave the demo

# Words of states
status-scheduled = Scheduled
status-arrived = Arrived
status-ready = Ready
status-in-progress = In progress
status-completed = Completed
status-discontinued = Discontinued
status-canceled = Canceled

# Views
loading = Loading
try-again = Try again
as-of = Shown as of { $time }.
close = Close
undo = Undo
undone = Undone.
undone-except = Undone: { $steps }. Left alone because they changed since: { $kept }.
name-unknown = Name unknown

# Failures
failure-refused = This value cannot be used.
failure-not-found = It is no longer there.
failure-changed = It changed meanwhile. Look at it again.
failure-not-allowed = Its status does not allow this.
failure-too-late = It is too late to undo this.
failure-unreachable = The other side did not answer.
failure-port-unavailable = The port cannot be used.
failure-storage = The database could not be read or written.
failure-stopped = The service does not answer.

# Settings
appearance = Appearance
language = Language
theme = Theme
theme-light = Light
theme-dark = Dark
as-the-system = As the system
single-keys = Shortcuts of a single key
version = Stepboard { $version }

# Keyboard
keyboard = Keyboard
key-search = Search
key-go = Go to Board, In progress, Reconciliation, Orders, Charges, Quality, Audit, Devices, Network, Settings
key-exam = Previous, next exam of the room
key-lane = Room above, below
key-ends = First, last exam of the room
key-open = Open the exam
key-menu = Actions of the exam
key-today = Today
key-days = Previous, next day
key-now = Return to now
key-pan = Move the focus by 30 minutes
key-needs-you = Show or hide Needs you
key-alerts = Run the action of that alert
key-undo = Undo the last change
key-queue = Next, previous item of the queue
key-decide = Decide the item; Enter confirms
key-item = Assign to me, mark, open the exam
key-toast = Go to the message at the bottom
key-help = This list
key-close = Close what is open

# What a person does
action-open = Open exam
action-arrive = Mark arrived
action-ready = Mark ready
action-back = Back to scheduled
action-move = Move…
action-no-show = Mark no-show
action-cancel = Cancel…
said-arrived = { $patient } marked arrived.
said-ready = { $patient } marked ready.
said-back = { $patient } set back to scheduled.
said-canceled = Order of { $patient } canceled.
said-moved = { $patient } moved to { $time }.
cancel-title = Cancel the order
cancel-effect = The exam of { $patient } leaves the board and every worklist.
cancel-confirm = Cancel the order
move-title = Move the exam
move-confirm = Move the exam
keep-as-is = Keep as it is
reason = Reason
room = Room
time = Time

# Board
all-rooms = All rooms
form = Form of the board
rooms = Rooms
patients = Patients
zoom = Zoom
focus = Focus { $time }
whole-day = Whole day
used-since = Used since { $time }
exams-by-room = Exams by room
exams-in-time = Exams in the order of time
no-room = No room
room-scanning = Scanning
room-idle = Idle { $time }
room-idle-all-day = Idle
room-silent = Silent { $time }
room-silent-all-day = Silent today
room-stuck = Stuck { $time }
no-messages-since = No messages since { $time }
no-exams = No exams on this day. Enter an order or import a schedule.
open-orders = Open orders
no-modality-exams = No { $modality } exams with this filter.
no-such-exams = No exams with this filter.
actions-for = Actions for { $patient }
counts-spoken = { $running } in progress, { $late } late, { $alerts } need you.

# Card
minutes-late = { $minutes } min late
arrived-at = Arrived { $time }
elapsed-of = { $elapsed } / { $expected } min
elapsed-over = { $elapsed } of { $expected } min
elapsed-spoken = { $elapsed } of { $expected } minutes
last-message = last message { $time }
not-on-schedule = Not on schedule
no-reason = No reason given
order-canceled = Order canceled
patient-mismatch = Patient mismatch
spoken-overrun = overrunning
spoken-stuck = stuck
state = State
started = Started
ended = Ended
elapsed = Elapsed
last-message-at = Last message
series-so-far = { $count ->
    [0] No series yet
    [one] 1 series
   *[other] { $count } series
}
series-and-images = { $series } series, { $images ->
    [one] 1 image
   *[other] { $images } images
}

# Totals
totals = Totals
still-to-arrive = { $count } still to arrive
longest-wait = longest wait { $time }
nobody-waits = nobody waits
overrunning-count = { $count } overrunning
share-of-day = { $share } % of today
none-today = none
no-reason-count = { $count ->
    [0] all with a reason
   *[other] { $count } without a reason
}
late = Late
longest-late = longest { $time }
all-on-time = none
on-time-starts = On-time starts
on-time-note = { $count } of { $all } within 10 min

# Needs you
needs-you = Needs you
hide-needs-you = Hide Needs you
most-urgent-first = most urgent first
nothing-needs-you = Nothing needs you now.
all-alerts = All { $count } alerts
first-alerts = Only the first five
more-actions-about = More actions: { $about }
show-on-board = Show on the board
open-devices = Open devices
compare-patients = Compare patients
review-order = Review order
answered = { $name } answered in { $time } ms.
alert-stuck = Stuck in progress
alert-canceled-after-start = Order canceled after start
alert-unscheduled = Exam not on schedule
alert-discontinued = Discontinued, no reason
alert-silent = Device silent
alert-late = Late
alert-unknown-caller = Unknown device
alert-not-told = Subscriber not told
alert-certificate = Certificate expires
alert-mismatch-text = Scanner sent **{ $patient }**. Order { $number } is for **{ $scheduled }**.
alert-stuck-text = **{ $patient }** at { $elapsed } of { $expected } min. Last message { $time }.
alert-canceled-text = Order { $number } was canceled after **{ $patient }** started.
alert-unscheduled-text = **{ $patient }** is being examined without an order.
alert-discontinued-text = The exam of **{ $patient }** stopped early. Record why.
alert-silent-text = Nothing heard since { $time }. Send C‑ECHO.
alert-silent-all-day-text = Nothing heard today. Send C‑ECHO.
alert-late-text = **{ $patient }** should have started { $time } ago.
alert-not-told-text = { $count ->
    [one] **{ $name }** was not told of 1 event: { $problem }.
   *[other] **{ $name }** was not told of { $count } events: { $problem }.
}
alert-unknown-caller-text = **{ $title }** asks to be let in.
alert-certificate-text = { $days ->
    [one] The certificate for secure connections ends in **one day**. Afterwards scanners cannot connect with TLS.
   *[other] The certificate for secure connections ends in **{ $days } days**. Afterwards scanners cannot connect with TLS.
}
alert-certificate-ended-text = The certificate for secure connections **has ended**. Scanners may refuse to connect with TLS.

# Facts of a person and an exam
age-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
age-months = { $count ->
    [one] 1 month
   *[other] { $count } months
}
age-years = { $count } y
patient = Patient
patient-id = Patient ID
born = Born
accession = Accession
ordered = Ordered
requested-by = Requested by
allergies = Allergies
medical-alerts = Medical alerts
sex-female = F
sex-male = M
sex-other = other sex
procedure = Procedure
procedure-code = Procedure code
protocol = Protocol
station = Station
modality = Modality
priority = Priority
priority-stat = Stat
priority-high = High
priority-routine = Routine
priority-medium = Medium
priority-low = Low
location = Location
duration = Duration
start = Start
exam = Exam
order = Order
images = Images
series-count = { $count } series
images-count = { $count ->
    [one] 1 image
   *[other] { $count } images
}
others-count = + { $count } other

# Exam
exam-without-accession = No accession
exam-raw = Raw messages
exam-show-message = Show this message
exam-performed = Performed
exam-conformance = Notes for the device administrator
exam-conformance-count = { $count ->
    [one] 1 note
   *[other] { $count } notes
}
edit-order = Edit order
more-actions = More actions
flag-patient-differs = Another patient
flag-stuck = Stuck, last message { $time }
flag-overrun = { $elapsed } of { $expected } min
flag-canceled-after-start = Order canceled
flag-unscheduled = Not on schedule
flag-allergies = Allergies: { $allergies }
flag-late = { $duration } late
duration-wait = wait
duration-exam = exam, expected { $expected }
duration-close = to close
timeline = Timeline
timeline-edited = Order changed
timeline-back = Back to scheduled
timeline-undone = Change undone
timeline-reported = { $count } series reported
timeline-refused = { $service } refused
timeline-waiting = { $duration } waiting
by = by { $who }
from-device = { $service } from { $device }
source-csv = Schedule file
source-manual = Entered by hand
source-simulated = Simulated
without-reason = No reason given
status-code = status { $status }
performed-series = Performed series
performed-step = Performed step { $number }
no-series-yet = No series reported yet.
from-to = { $from } to { $to }
since-time = since { $time }
protocol-is = protocol { $protocol }
linked-by = linked by { $basis }
reason-is = reason: { $reason }
post-processing = post-processing, not an acquisition
import-step = import from another institution, not an acquisition
timing-starts-in-future = scanner clock ahead: starts after it was reported
timing-ends-in-future = scanner clock ahead: ends after it was reported
timing-ends-before-start = ends before it starts
timing-wrong-date = wrong date
timing-deferred = start and end sent together, after the exam
timing-reported-late = start reported late
series-description = Series description
operator = Operator
reported = Reported
consumption = Consumption and dose
as-reported = as { $station } reported it
none-reported = None reported
contrast = Contrast
supplies = Supplies
films = Films
billing-codes = Billing codes
dose-area-product = Dose area product
entrance-dose = Entrance dose
fluoroscopy-time = Fluoroscopy time
exposures = Exposures
dose-comment = Comment on dose
scheduled-and-performed = Scheduled and performed
no-order = Not on the schedule. No order is linked to this exam.
check = Check
verdict-same = Same
verdict-differs = Differs
facts-differ = { $count ->
    [0] Nothing differs
    [one] 1 differs
   *[other] { $count } differ
}
another-patient = Another patient
as-planned = as planned
more-than-planned = { $duration } more
less-than-planned = { $duration } less
later-than-planned = { $duration } later
earlier-than-planned = { $duration } earlier
planned = Planned
weight = Weight
pregnancy = Pregnancy
pregnancy-no = Not pregnant
pregnancy-possible = Possibly pregnant
pregnancy-yes = Pregnant
pregnancy-unknown = Not known
admission = Admission

# Raw messages
messages = Messages
attributes = Attributes
filter-attributes = Filter by tag or name
all = All
changed-count = Changed { $count }
no-attribute = No attribute matches.
clear-filter = Clear filter
legend-new = new
legend-changed = changed
items-count = { $count ->
    [one] 1 item
   *[other] { $count } items
}
item-number = Item { $number }
attributes-count = { $count ->
    [one] 1 attribute
   *[other] { $count } attributes
}
private-attribute = Private attribute
copy = Copy
copy-text = As text, without patient data
copy-json = As JSON, without patient data
copy-text-patient = As text, with patient data
copy-json-patient = As JSON, with patient data
message-copied = Message copied.
not-copied = Not copied. The clipboard could not be used.
copy-value = Copy { $name }
value-copied = { $value } copied.

# Form of an order
new-order = New order
make-order = Make order
save-order = Save order
discard = Discard
order-made = Order made for { $patient }.
order-changed = Order of { $patient } changed.
value-needed = Needed.
whole-minutes = Whole minutes, please.
family-name = Family name
given-name = Given name
birth-date = Birth date
sex = Sex
female = Female
male = Male
other-sex = Other
not-known = Not known
weight-kg = Weight, kg
coding-scheme = Coding scheme
expected-minutes = Expected minutes
usual-when-empty = Empty takes the usual duration.
made-when-empty = Made by itself when empty.
choose-station = Choose a station
presence = Patient
presence-later = Scheduled
presence-now = Patient is here now

# In progress
nothing-runs = No exam is in progress.
expected-end = Expected end
of-minutes = of { $expected } min
heard-at = { $time }, { $age } ago
stuck = Stuck
overrunning = Overrunning
as-expected = As expected

# Orders
orders-count = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
search-orders = Patient, ID, accession or procedure
days = Days
tomorrow = Tomorrow
this-week = This week
range = Range
first-day = First day
last-day = Last day
all-modalities = All modalities
all-stations = All stations
status = Status
actions = Actions
import = Import
no-order-matches = No order matches these filters.
clear-filters = Clear filters
no-orders-on = No orders on { $day }.
no-orders-between = No orders from { $from } to { $to }.

# Import
import-schedule = Import a schedule file
choose-file = Choose a CSV file
choose-file-hint = or drop it here
import-promise = Nothing changes before you have seen each row. An import can be undone for ten minutes.
other-file = Other file
nothing-to-import = Nothing to import
import-count = { $count ->
    [one] Import 1 order
   *[other] Import { $count } orders
}
imported = New: { $created }. Changed: { $updated }. Rejected: { $rejected }.
effect = Effect
effect-created = { $count ->
    [one] new
   *[other] new
}
effect-updated = { $count ->
    [one] changed
   *[other] changed
}
effect-unchanged = { $count ->
    [one] unchanged
   *[other] unchanged
}
effect-rejected = { $count ->
    [one] rejected
   *[other] rejected
}
unknown-columns = These columns are not known and are left out: { $columns }.
line = Line
line-number = Line { $number }:
rows-of-file = Rows of the file
made-by-itself = made by itself

# Charges
charges = Charges
charges-open = Open
charges-released = Released
charges-exported = Exported
charges-nothing = Nothing charged
charges-differing = Differing
charges-differ = Differs from the order
charges-against = checked against order { $number }
search-charges = Patient, ID, accession or charge
no-charges = No exam of these days has ended yet.
no-charge-matches = No exam matches these filters.
not-charged-unscheduled = No order yet
not-charged-running = Still in progress
not-charged-wrong-entry = Wrong worklist entry
not-charged-discontinued = Discontinued, nothing charged
not-charged-no-code = No procedure code
not-charged-not-in-catalogue = Not in the catalogue
charge-code = Charge code
charge-meaning = Description
charge-quantity = Quantity
charge-quantity-hint = 0 takes it away.
charge-state = State
charge-not-said = none
charge-matches = Matches order
charge-more = More than ordered
charge-less = Less than ordered
charge-unknown = Not in the catalogue
charge-manual = Added by hand
charge-allowed = Allowed
charge-credit = Credit
films-count = { $count ->
    [one] 1 film
   *[other] { $count } films
}
exported-at = Exported { $time }
released-at = Released { $time } by { $who }
correct-charge = Correct
correct-charge-of = Correct { $charge }
correct-charge-title = Correct a charge
correct-charge-released = This line was released. The next release credits it and charges the right one anew.
add-charge = Add a charge
save-charge = Save
charge-corrected = Charge corrected.
select = Select
select-exam = Select { $patient }
more-exams = { $count ->
    [one] Show 1 more exam
   *[other] Show more of { $count } exams
}
release-selected = Release selected ({ $count })
release-plain = Release all without a difference ({ $count })
charges-released-count = { $count ->
    [one] Charges of 1 exam released.
   *[other] Charges of { $count } exams released.
}
export-charges = Export released charges
export-xlsx = Workbook without names
export-csv = CSV without names
export-xlsx-names = Workbook with names
export-csv-names = CSV with names
export-xlsx-again = Workbook, also those exported before
charges-in-file = { $count ->
    [one] 1 charge in { $path }.
   *[other] { $count } charges in { $path }.
}
charge-catalogue = Charge catalogue
no-charge-rules = Nothing is charged yet. Add an entry, or declare them with stepboard-server apply.
add-charge-rule = Add an entry
edit-charge-rule = Edit the entry
remove-charge-rule = Remove the entry
charge-rule-saved = Entry saved.
charge-rule-removed = Entry removed. What was released stays.
charge-on = Charged for
charge-made-by = Code reported
charge-on-supply = Supply or contrast
charge-on-billing-code = Billing code
charge-on-film = Film
charge-on-exposure = Exposure
quantity-once = Once an exam
quantity-as-reported = As reported
quantity-rounded-up = Rounded up to pieces
charge-modifiers = Modifiers
charge-modifiers-hint = At most four, with spaces between.
charge-ordered-hint = How many an order implies. Empty says nothing.
charge-discontinued = When discontinued
charge-discontinued-hint = Percent charged of a discontinued exam.
percent-range = A number from 0 to 100.

# Devices
scanner = Scanner
ae-title = AE title
address = Address
port = Port
worklist = Worklist
last-heard = Last heard
messages-today = Messages today
refused-count = { $count } refused
never = never
any-address = any address
waiting = Waiting
heard = Heard
worklist-sent = Asked, { $count } sent
press-echo = press Echo on { $name }
open-worklist = open the worklist on { $name }
with-first-exam = comes with the first exam
no-devices = No devices yet. Type these values into a scanner and press Echo, or add it here.
add-device = Add device
edit-device = Edit device
save-device = Save device
remove-device = Remove device
remove-device-now = Remove device
remove-effect = Calls from { $name } will be refused. Its history stays.
device-saved = { $name } saved.
device-removed = { $name } removed.
actions-of = Actions for { $name }
send-echo = Send C-ECHO
echo-asked = Asking…
echo-answered = Answered in { $milliseconds } ms
echo-needs-address = Give its address and port first.
connect-scanner = Connect a scanner
connect-scanner-hint = Type the same three values for worklist and MPPS, then press Echo or Verify.
ae-title-note = Capital letters, no space
address-note = Keep it fixed: ask IT for a reservation
address-others = also { $addresses }
loopback-note = Only this machine can reach it. Listen to the network to connect scanners.
port-note = Same port for worklist and MPPS
caller-unknown = Unknown caller, not on your list. Is it yours?
caller-wrong-title = It called **{ $called }**. Correct the AE title on { $name } to **{ $own }**.
caller-wrong-address = It calls from another address than **{ $expected }**. Is it the same scanner?
caller-attempts = { $count ->
    [one] 1 attempt, at { $time }
   *[other] { $count } attempts, last at { $time }
}
caller-admitted = { $title } added.
caller-from = { $title } called from { $address }.
add-scanner = Add scanner
accept-both = Accept both
change-address = Change address
dismiss = Dismiss
no-modality = None (workstation or server)
device-name = Name on the board
device-name-hint = Empty takes the AE title.
ae-title-hint = As set on the scanner, 1 to 16 characters.
ae-title-limit = An AE title has 1 to 16 characters.
address-hint = When given, other addresses are refused.
device-port-hint = For sending C-ECHO. Empty if it does not listen.
port-range = A port is a number from 1 to 65535.
on-board = It is a station with a lane on the board

# What is particular about a device
profile = Settings of this device
profile-hint = Worklist, performed steps, access. What is not set is as for everybody.
as-for-everybody = As for everybody
empty-as-for-everybody = Empty: as for everybody.
yes = Yes
no = No
whole-number = A whole number, or empty.
answer-charset = Character set of answers
charset-as-asked = As the device asks, else Unicode
assumed-charset = Requests that name none are in
charset-unicode = Unicode
charset-ascii = Without accents
charset-western = Western European
charset-central = Central European
charset-southern = Southern European
charset-northern = Northern European
charset-cyrillic = Cyrillic
charset-arabic = Arabic
charset-greek = Greek
charset-hebrew = Hebrew
charset-turkish = Turkish
charset-thai = Thai
charset-japanese = Japanese
charset-korean = Korean
charset-chinese = Chinese
own-station-only = Sees only its own exams
days-back = Days before today
days-ahead = Days after today
name-prefix = A name matches by its beginning
max-answers = Answers at most
when-more = When there are more
when-more-cut = Send the first ones
when-more-fail = Send the first ones, then A700
always-ff00 = Always answers FF00, never FF01
hide-own = Decide here which exams leave the worklist
hide-after = { $status }, after min
hide-hint = Minutes after an exam took the status. 0 is at once; empty stays on the worklist.
profile-performed = Performed steps
validation = Messages are checked
validation-lenient = Leniently: kept and noted
validation-strict = Strictly: refused when not as the standard asks
validation-learn = To learn: kept, and settings are proposed
assumed-charset-performed = Messages that name none are in
close-after = Close without a message after min
close-after-hint = Empty: only a person closes an exam.
profile-access = Access
services-allowed = It may use
service-retrieve = MPPS Retrieve
called-titles = It may call us
called-titles-hint = AE titles with commas between. Empty: any of ours.
max-associations = Associations at once
certificate = SHA-256 of its certificate
certificate-hint = 64 hexadecimal digits. Empty: any that is trusted.
tls-only = Refuse it without TLS
notify-performed = Tell it of performed steps (MPPS Notification)
learn-from-messages = Propose settings from its messages
learned-from = { $creates } N-CREATE and { $sets } N-SET from { $from } to { $to }
learned-from-nothing = It has sent no MPPS message yet.
nothing-follows = Its settings fit what it sends.
take-over = Take over
take-over-hint = Fills the fields; nothing is saved yet.
taken-over = The fields hold the proposal. Save to keep it.
seen-create-without-charset = { $count } of { $of } N-CREATE named no character set.
seen-set-without-charset = { $count } of { $of } N-SET named no character set.
seen-unexplained = { $count } of { $of } messages hold text that fits { $value } and do not say so.
seen-create-without = { $count } of { $of } N-CREATE lacked { $attribute }.
seen-empty = { $count } of { $of } messages had { $attribute } without a value.
seen-not-allowed = { $count } of { $of } N-SET sent { $attribute }, which they may not.
seen-not-created = { $count } of { $of } N-SET set { $attribute }, which was not created.
seen-missing-at-end = { $count } of { $of } ended steps lacked { $attribute }.
seen-shrinking = In { $count } of { $of } N-SET the list of series or images shrank.
seen-start-late = { $count } of { $of } starts were reported late, half of them by { $value } min or more.
seen-end-late = { $count } of { $of } ends were reported late, half of them by { $value } min or more.
seen-deferred = { $count } of { $of } ended steps were reported at once after the exam.
seen-per-series = { $count } of { $of } steps were reported one for each series.
seen-no-reason = { $count } of { $of } discontinued steps gave no reason.
seen-never-ended = { $count } of { $of } steps were never ended; no exam that ended took { $value } min.
seen-intermediate = { $count } of { $of } steps were reported while they ran, with { $value } N-SET each.
seen-clock = In { $count } of { $of } steps its clock differs from ours, by { $value } min.
seen-without-findings = { $count } of { $of } messages were as the standard asks.

# Why a scanner sees nothing
queries = Worklist queries
why-nothing = Why does it see nothing?
queries-hint = Judged by the schedule and the settings as they are now.
queries-more = { $count } are listed, and there are more.
all-devices = All devices
only-empty = Answered with nothing
no-query = No worklist query was heard yet. Open the worklist at the scanner.
no-empty-query = No query was answered with nothing.
query-explained = Why it was answered so
query-by = { $name } ({ $title }) called { $called }, { $time }
query-not-carried-out = not carried out
answered-nothing = nothing
answered-first = the first { $count }
answered-count = { $count ->
    [one] 1 exam
   *[other] { $count } exams
}
asked-for-all = It asked for everything
and-more = and { $count } more
what-it-asked = What it asked for
excludes-exams = excludes exams
what-excludes = What excludes exams
looked-at = { $count ->
    [one] 1 exam looked at, { $from } to { $to }
   *[other] { $count } exams looked at, { $from } to { $to }
}
of-count = { $count } of { $all }
alone-count = { $count } by this alone
nearly-matched = Exams that nearly matched
excluded-by = Excluded by
asked = Asked or allowed
exam-has = The exam has
has-nothing = nothing
key-station = Station AE title
key-station-name = Station name
key-day = Day
key-time = Time
key-patient-name = Patient's name
key-patient-id = Patient ID
key-birth-date = Birth date
key-sex = Sex
key-accession = Accession number
key-procedure-id = Requested procedure ID
key-physician = Performing physician
excluded-own-station = It sees only its own exams
excluded-status = The status has left its worklist
excluded-early = Before the days it is offered
excluded-late = After the days it is offered
excluded-called-modality = Modality not offered under this AE title
excluded-called-station = Station not offered under this AE title
excluded-cap = More than it gets at once
found-refused = The query could not be carried out. { $comment }
advice-refused = Compare the worklist settings at the scanner with CONFORMANCE.md, or show this to its service engineer.
found-none-on = No exam is planned for { $day }.
found-none-between = No exam is planned from { $from } to { $to }.
advice-none = Import the schedule or enter the orders. If there are orders, the scanner asks for another day than theirs.
found-answered = { $count ->
    [one] It was answered with 1 exam.
   *[other] It was answered with { $count } exams.
}
advice-all-answered = Nothing was left out. If the scanner shows less, its own filter hides it.
advice-others = Other exams were left out for what is listed below.
found-now = { $count ->
    [one] Now it would be answered with 1 exam.
   *[other] Now it would be answered with { $count } exams.
}
advice-now = Ask again at the scanner: schedule or settings have changed since.
found-key-all = { $count ->
    [one] It asks for { $key } “{ $asked }”. The only exam planned has something else.
   *[other] It asks for { $key } “{ $asked }”. None of { $count } exams has that.
}
found-key = It asks for { $key } “{ $asked }”. { $steps } of { $count } exams have something else.
found-own-station = It sees only its own exams. { $steps } of { $count } are planned elsewhere.
found-status = { $steps } of { $count } exams have left its worklist: they run or are done.
found-days = { $steps } of { $count } exams lie outside the days it is offered.
found-cap = It gets no more exams at once. { $steps } were left out.
found-called = It called { $called }, which does not offer { $steps } of { $count } exams.
advice-settings = If it should see them, change the settings of this device.
advice-called = Let the scanner call another of our AE titles, or declare what this one offers.
advice-station = Set the AE title of the scanner itself to that of its station, or plan the exams for the station it asks for.
advice-modality = Choose the modality of the exams in the worklist settings of the scanner, or correct the orders.
advice-day = Choose the day at the scanner and check its clock. Exams of other days are not answered.
advice-search = Clear the search fields at the scanner, or compare the spelling with the order.
advice-key = Take this key out of the worklist settings of the scanner, or enter the value in the orders.
open-settings-of-device = Open its settings

# Network
network = Network
associations = Associations
association = Association
open-associations = Open associations
open-now = { $count ->
    [one] 1 open now
   *[other] { $count } open now
}
ended-associations = Ended associations
ended-count = { $count ->
    [one] 1 ended
   *[other] { $count } ended
}
only-problems = Rejected or broken
association-none = No association ended in these days.
association-none-matches = No association of these days matches these filters.
association-choose = Choose an association to see what was agreed.
association-open = open
association-released = released
association-closed = closed without release
association-rejected = rejected
association-aborted-by-peer = aborted by the device
association-aborted-by-us = aborted by Stepboard
association-broken = connection broke
association-stopped = listening stopped
no-request = No request came
kept-days = { $count ->
    [one] Kept for 1 day.
   *[other] Kept for { $count } days.
}
since = Since
until = Until
outcome = Outcome
contexts = Contexts
context-accepted = accepted
context-not-allowed = This device may not use it
context-abstract-syntax = This service is not offered
context-transfer-syntaxes = None of its transfer syntaxes is known
context-not-answered = Not answered: the association was rejected
proposed-syntaxes = Proposed { $names }
user-identity = User identity
implementation = Implementation
implementation-class = Implementation class
maximum-length = Longest PDU
no-limit = no limit
bytes-count = { $count } bytes
failed-count = { $count ->
    [0] none failed
   *[other] { $count } failed
}
its-messages = Its messages
messages-count = { $count ->
    [one] 1 message
   *[other] { $count } messages
}
messages-export = Export messages
search-messages = UID or comment
service = Service
all-services = All services
answer = Answer
all-answers = All answers
notes = Notes
class-success = Success
class-warning = Warning
class-failure = Refused
message-none = No message was exchanged in these days.
message-none-matches = No message of these days matches these filters.
message-choose = Choose a message to see its data set.
message-received = received
message-sent = sent

# Kinds of discrepancies
kind-patient-mismatch = Patient mismatch
kind-unscheduled = Unscheduled
kind-laterality-differs = Other side
kind-canceled-but-performed = Canceled after start
kind-wrong-worklist-entry = Wrong worklist entry
kind-stuck-in-progress = Stuck in progress
kind-procedure-differs = Procedure differs
kind-protocol-differs = Protocol differs
kind-missing-series = Missing series
kind-extra-series = Extra series
kind-no-series = No series
kind-modality-differs = Other modality
kind-station-differs = Other station
kind-duplicate-step = Reported twice
kind-missing-performed-step = Nothing performed
kind-discontinued-without-reason = Discontinued, no reason
kind-late-update = Late update
kind-billing-differs = Billing differs
severity-blocks-reading = Blocks reading
severity-review = Review
severity-info = Info
open-in-queue = open: { $kinds }

# Reconciliation
reconciliation = Reconciliation
reconcile = Reconcile
reconciled = Reconciled
open-and-blocking = { $open } open · { $blocking ->
    [one] 1 blocks reading
   *[other] { $blocking } block reading
}
blocking-count = { $count ->
    [one] 1 item blocks reading
   *[other] { $count } items block reading
}
queue = Queue
open-items = Open items
whose-items = Whose items
blocking = Blocking
mine = Mine
sort-by = Sort by
oldest-first = Oldest first
newest-first = Newest first
by-patient = By patient
search-queue = Search the queue
kind = Kind
all-kinds = All kinds
marked-count = { $count ->
    [one] 1 item marked
   *[other] { $count } items marked
}
clear-marks = Clear marks
mark-one-kind = Only items of one kind are decided together. Clear the marks first.
mark-item = Mark for several at once
assigned-to = With { $who }
assign-to-me = Assign to me
assign-to = Assign to…
give-back = Give back
assign-title = Assign to somebody
assign-who = Who deals with it
assign-confirm = Assign
said-assigned = { $count ->
    [one] Assigned to { $who }.
   *[other] { $count } items assigned to { $who }.
}
said-given-back = { $count ->
    [one] Given back to everybody.
   *[other] { $count } items given back to everybody.
}
nothing-to-reconcile = Nothing to reconcile. What was done agrees with what was ordered.
no-item-matches = No open item matches these filters.
nothing-open-about = Nothing is open about this exam any more.
item = Item
place-of = { $place } of { $all }
previous-item = Previous item
next-item = Next item
also-open = Also open about this exam:
linked-orders = Linked to
candidate-orders = Candidate orders
choose-orders = Choose two or more orders
no-candidates = No order fits. Find one by hand, or keep the exam as unscheduled.
find-order = Find another order
history = History
event-raised = raised
event-resolved = closed by itself
event-decided = decided
event-dismissed = accepted or dismissed
event-reopened = raised again
meanwhile-by = **{ $who }** was here first at { $time }: { $what }.
meanwhile-by-itself = It changed at { $time }: { $what }.
meanwhile-unknown = This item changed while you looked at it.
meanwhile-kept = This is how it stands now. What you typed is kept.
meanwhile-closed = It is not open any more. What you typed stays here until you go on.

# What happened and what to do
nothing-said = nothing
the-scanner = the scanner
tells-patient-mismatch = The order says **{ $expected }**, but { $station } sent **{ $actual }**. Compare both, then link the exam to the right order, unlink it or correct the data.
tells-unscheduled = { $station } performed this exam and no order matched. It named: **{ $actual }**.
tells-best-candidate = Best candidate: { $number }, planned on { $station } at { $time }.
tells-no-candidate = No order fits. Keep it as unscheduled, or find the order by hand.
tells-laterality-differs = Ordered: **{ $expected }**. Performed: **{ $actual }**. Ask at the scanner which side was examined, then accept or correct it.
tells-canceled-but-performed = The order was canceled, but { $station } performed it (**{ $actual }**). Accept it with a reason, or unlink the exam from the order.
tells-wrong-worklist-entry = { $station } says that the wrong worklist entry was picked (110514). Series acquired under it: **{ $actual }**. Confirm it and the entry is as before, or link the exam to the right order.
tells-stuck-in-progress = { $station } started and did not end. Expected end: **{ $expected }**. Last message: **{ $actual }**. Ask at the scanner, then set the end here.
tells-procedure-differs = Ordered: **{ $expected }**. Performed: **{ $actual }**. Accept it with a reason, or link the exam to the order of what was done.
tells-protocol-differs = Planned protocol: **{ $expected }**. Performed: **{ $actual }**. Accept it with a reason while the patient is still here.
tells-missing-series = Not acquired: **{ $expected }**. Acquired: { $actual }. Ask for what is missing, or accept it with a reason.
tells-extra-series = Acquired besides the protocol: **{ $actual }**. Accept it, or correct what was reported.
tells-no-series = { $station } ended the exam without a series. Check whether there are images, then accept it, or say that it was discontinued.
tells-modality-differs = Ordered for **{ $expected }**, performed with **{ $actual }**. Accept it with a reason, or link the exam to another order.
tells-station-differs = Planned on **{ $expected }**, performed on **{ $actual }**. Accept it if the exam was moved on purpose.
tells-duplicate-step = { $station } reported the same exam twice: **{ $expected }** and **{ $actual }**. Dismiss the copy, or unlink it.
tells-missing-performed-step = Planned for **{ $expected }** on { $station }, and nothing was reported. Mark the no-show, put it back on the schedule, or close it if it was done.
tells-discontinued-without-reason = { $station } stopped the exam and gave no reason. Comment: **{ $actual }**. Say why, and what follows.
tells-late-update = { $station } sent more after the end at **{ $expected }**. Messages: **{ $actual }**. Accept it, or correct what was reported.
tells-billing-differs = Would be charged: **{ $expected }**. Performed: **{ $actual }**. Accept it with a reason, or correct what was reported.

# Decisions
decide = Decide
decision = Decision
keys-anywhere = keys work anywhere here
choose-decision = Choose a decision
what-changes = What changes
undo-ten-minutes = You can undo for 10 minutes.
note = Note
note-kept = optional, kept in the audit trail
decides-many = Decides { $count } marked items together: { $kind }.
for-many = { $words } · { $count } items
decision-link = Link to this order
decision-split = Split between orders
decision-unlink = Unlink from the order
decision-keep-unscheduled = Keep as unscheduled
decision-wrong-entry = Wrong worklist entry
decision-accept = Accept with reason
decision-close = End the exam
decision-give-reason = Say why it stopped
decision-correct = Correct the data
decision-no-show = Patient did not come
decision-reschedule = Back to the schedule
decision-dismiss = Dismiss with reason
do-link = Link to { $number }
do-split = Split between { $count } orders
do-wrong-entry = Confirm wrong entry
do-accept = Accept the deviation
do-close = Set end time
do-give-reason = Keep the reason
do-correct = Save correction
do-no-show = Mark no-show
do-dismiss = Dismiss the item
said-link = { $patient } linked to { $number }.
said-split = { $patient } split between { $number }.
said-unlink = { $patient } unlinked from the order.
said-keep-unscheduled = { $patient } kept as unscheduled.
said-wrong-entry = Wrong worklist entry confirmed for { $patient }.
said-accept = Deviation of { $patient } accepted.
said-close = Exam of { $patient } ended.
said-give-reason = Reason kept for { $patient }.
said-correct = Data of { $patient } corrected.
said-no-show = { $patient } marked as no-show.
said-reschedule = { $patient } is back on the schedule.
said-dismiss = Item of { $patient } dismissed.
said-many = { $decision }: { $count } items.
missing-choice = Choose a decision.
missing-forbidden = This cannot be decided now.
missing-order = Choose an order.
missing-second-order = Choose at least two orders.
missing-side = Check the side first.
missing-reason = Give a reason.
missing-code = Choose why it was discontinued.
missing-slot = Give day and time.
missing-correction = Change what is not right.
side-checked = I checked the side with { $station }. It was read from texts or differs.
ended-as = Ended as
what-follows = What follows
after-stay = Stays discontinued
after-reschedule = Back to the schedule
after-cancel = Cancel the order
charge-what-was-done = Charge what was done
keep-images = Keep the images
correction-note = The messages stay as they came. The correction is kept beside them.
dicom-name = Name, Family^Given
changes-status = { $number }: { $from } becomes { $to }
changes-moves = { $number } moves to { $station }
changes-creates-order = An order is made from what was performed
changes-closes = Closes: { $kinds }
changes-opens = Opens: { $kinds }
changes-charges = { $count ->
    [one] 1 charge is made
   *[other] { $count } charges are made
}
changes-nothing-charged = Nothing is charged
changes-only-audited = Kept in the audit trail only
no-accession = no accession
same-study = same study
other-study = other study
same-accession = same accession
other-accession = other accession
same-step-id = same step ID
other-step-id = other step ID
same-patient-id = same patient ID
other-patient-id = other patient ID
same-demographics = same name and birth date
other-demographics = other name or birth date
same-procedure = same procedure
other-procedure = other procedure
same-station = same station
other-station = other station
same-modality = same modality
other-modality = other modality
near-in-time = near in time
far-in-time = far in time
same-side = same side
other-side = other side
order-is-free = nothing performed yet
order-is-performed = performed already
acquisition = Acquisition
field-name = Name
field-birth-date-sex = Birth date, sex
field-step-id = Scheduled step ID
field-protocol-codes = Protocol codes
field-laterality = Laterality
field-body-part = Body part
field-series = Series
verdict-similar = Similar
verdict-missing = Missing
verdict-added = Added
inferred = inferred
not-ordered = not ordered
not-sent = not sent
no-rule = no rule
differ-and-missing = { $differ ->
    [one] 1 differs
   *[other] { $differ } differ
}, { $missing } missing

# Reasons of a discontinuation
discontinuation-reason = Why it was discontinued
choose-reason = Choose a reason
adverse-event-note = Adverse event. Report it as your department requires.
class-adverse-event = Adverse event
class-patient = Patient
class-clinical = Clinical
class-technical = Technical
class-order-error = Order
class-no-show = No-show
class-billing = Charging
class-wrong-entry = Worklist entry
class-unspecified = Not specified
reason-110500 = Doctor canceled procedure
reason-110501 = Equipment failure
reason-110502 = Incorrect procedure ordered
reason-110503 = Patient allergic to media or contrast
reason-110504 = Patient died
reason-110505 = Patient refused to continue
reason-110506 = Patient taken for treatment or surgery
reason-110507 = Patient did not arrive
reason-110508 = Patient pregnant
reason-110509 = Change of procedure for correct charging
reason-110510 = Duplicate order
reason-110511 = Nursing unit canceled
reason-110512 = Incorrect side ordered
reason-110513 = No particular reason
reason-110514 = Incorrect worklist entry selected
reason-110515 = Patient condition prevented continuing
reason-110516 = Equipment change
reason-95384003 = Injection site extravasation
reason-292094009 = Adverse reaction to radiopharmaceutical

# First run
setup-title = Set up this station
setup-hint = About ten minutes, plus the time to type into each scanner.
setup-steps = Steps of the set-up
step-identity = Name this station
step-modalities = Connect your modalities
step-modalities-hint = On each scanner, add a worklist server and an MPPS server. Type the same three values for both, then press Echo or Verify.
step-schedule = Choose the schedule source
title-on-port = { $title } on port { $port }
no-scanner-yet = No scanner yet
not-chosen = Not chosen yet
nothing-leaves = Nothing leaves this network.
nothing-leaves-hint = Stepboard answers your scanners. It calls nobody else.
continue-with-scanners = { $count ->
    [one] Continue with 1 scanner
   *[other] Continue with { $count } scanners
}
continue-without-scanners = Continue without scanners
open-board = Open the board
add-later = Add scanners any time in Devices.
back = Back
edit = Edit
station-name = Station name
station-name-hint = The department or desk, as people call it.
own-ae-title-hint = What scanners call us. 1 to 16 characters.
own-port-hint = 11112 unless another program uses it.
listen-to = Listen to
listen-network = The network, so that scanners reach it
listen-machine = This machine only
save-identity = Save and listen
listening-on = Listening on { $address }:{ $port }
waiting-first-call = Waiting for the first C-ECHO
heard-of = { $heard } of { $count }
just-now = just now
schedule-question = Where does the schedule come from?
schedule-later = You can change this later, or use several.
schedule-has = { $count ->
    [one] 1 order is in the schedule.
   *[other] { $count } orders are in the schedule.
}
source-file-title = CSV file
source-file-what = Choose a file and see what becomes of each row.
source-file-best = Best with no RIS, or to start today
source-hand-title = By hand
source-hand-what = Enter orders one by one, or take patients as they come.
source-hand-best = Best for a few exams a day
source-demo-title = Demo department
source-demo-what = Simulated rooms, patients and exams: a day that plays by itself.
source-demo-best = Best to learn. Erased with one click

# Protocol catalogue
protocols = Protocols
protocols-hint = What a procedure should look like when it is performed
add-protocol = Add protocol
edit-protocol = Edit protocol
save-protocol = Save protocol
remove-protocol = Remove protocol
remove-protocol-effect = From today on no exam is compared with { $name }. Exams of former days still are.
no-protocols = No protocols yet. Add one, accept one learned from past exams, or declare them in a file.
protocol-saved = { $name } saved. It holds from today.
protocol-removed = { $name } removed.
protocol-effect = It holds from today. Exams of former days are judged by the version of their day.
protocol-declared = from a file
protocol-edited = by hand
protocol-learned = learned
former-versions = { $count ->
    [one] 1 former version
   *[other] { $count } former versions
}
minutes = Minutes
expected-series = Expected series
holds-since = Holds since
others-are-extra = others are extra
contrast-given = Given
contrast-not-given = Not given
contrast-says-nothing = Not compared
proposals = Learned from past exams
no-proposals = Nothing to propose: at least ten completed exams of a procedure without a protocol are needed, of the last 90 days.
proposal-exams = From { $exams } exams.
proposal-certain = { $with } of { $exams } exams had each of the required series.
series-in-exams = { $with } of { $exams }
optional = optional
required = Required
accept-proposal = Accept
accept-proposal-of = Accept the protocol of { $name }
report-extra-series = Other series than these are worth a look
series-patterns-hint = In the order they are acquired. A series is recognised by its name, or by patterns of its description or protocol name: * stands for any text, ? for one character, | separates several.
series-name = Name of the series
series-patterns = Patterns
add-series = Add series
move-up = Move up
move-series-up = Move { $name } up
remove-named = Remove { $name }
performed-protocols = Performed protocol codes
performed-protocols-hint = The codes that are right; without any they are not compared.
code-value = Code
code-meaning = Meaning
add-code = Add code
series-of-expected = { $found } of { $expected } series
all-series-acquired = { $count ->
    [one] The expected series acquired
   *[other] All { $count } expected series acquired
}
series-not-yet = { $names } not yet acquired
series-not-yet-count = { $count } expected series not yet acquired
series-missing = { $names } missing
series-missing-count = { $count } expected series missing
optional-series-absent = { $name } not acquired, optional
series-extra = { $name } is not expected
not-expected = not expected
protocol-wrong = Protocol { $name } is not one of this procedure
contrast-other = Contrast is other than expected
adherence-score = adherence { $score } %

# Files
export = Export
export-format = Format
format-xlsx = Workbook (XLSX)
format-csv = CSV
export-names = Names
export-without-names = Without names
export-with-names = With names
export-audited = The export is noted in the audit trail.
export-file = Export the file
exported = { $count ->
    [one] 1 row saved: { $path }
   *[other] { $count } rows saved: { $path }
}
key-export = Export

# Audit
audit = Audit
audit-what = Every change, with who, when, before and after
audit-open = Open the audit trail
audit-export = Export the audit trail
audit-who = Who
audit-everyone = Everyone
audit-action = Action
audit-all-actions = All actions
audit-subject = Record
audit-all-subjects = All records
audit-changed = What changed
audit-count = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
audit-none = Nothing changed in these days. Choose others.
audit-none-matches = No entry matches these filters.
audit-details = Entry
audit-choose = Choose an entry to see what changed.
audit-number = Number
audit-note = Note
audit-field = Field
audit-before = Before
audit-after = After
audit-no-fields = No field changed.
last-days = { $count } days
chain-verifying = Verifying…
chain-unknown = Not verified
chain-whole = { $count ->
    [one] Whole, 1 entry verified
   *[other] Whole, { $count } entries verified
}
chain-broken = Changed afterwards: entry { $entry }, or one before it is missing
chain-cut = Cut: entry { $entry } and what followed are missing
did-create = Created
did-edit = Changed
did-remove = Removed
did-arrive = Marked arrived
did-ready = Marked ready
did-back = Set back
did-cancel = Canceled
did-move = Moved
did-undo = Undone
did-admit = Let in
did-import = Imported
did-export = Exported
did-link = Linked
did-unlink = Unlinked
did-split = Split
did-merge = Merged
did-accept = Accepted
did-assign = Assigned
did-dismiss = Dismissed
record-scheduled-step = Order
record-performed-step = Performed step
record-link = Link
record-discrepancy = Discrepancy
record-device = Device
record-called-ae = Called AE title
record-caller = Unknown device
record-setting = Settings
record-protocol = Protocol
record-charge = Charge
record-audit = Audit trail
record-quality = Quality report

# Quality
quality = Quality
quality-none = No exams in these days. Choose others.
quality-figures = Figures of the report
quality-exams = Exams
quality-unscheduled = Not on schedule
quality-deviating = With deviation
quality-decided = Of those, decided
quality-adherence = Adherence
quality-all-procedures = All procedures
quality-by-procedure = By procedure
quality-by-exam = By exam
quality-count = { $count ->
    [one] 1 exam
   *[other] { $count } exams
}
quality-ordered = Ordered
quality-performed = Performed
quality-deviations = Deviations
quality-more = Show more of { $count }
quality-export = Export the quality report
quality-period = Quality report, { $from } to { $to }
print = Print
deviation-open = open
deviation-closed = closed by itself
deviation-decided = decided by { $who }

# Why an association ended, and what messages deviate in
end-maximum-length = no message fits in the maximum length it announces
end-application-context = application context name not supported
end-calling-ae-title = calling AE title not recognized
end-called-ae-title = called AE title not recognized
end-protocol-version = protocol version not supported
end-listener-full = as many associations are open as the listener, or one address, may have
end-device-full = this device has as many associations open as its profile allows
end-tls-only = this device is let in over TLS only
end-other-certificate = not the certificate this device is registered with
end-certificate-of-another = the certificate is of another device
end-handshake = the TLS handshake failed ({ $detail })
end-request-unreadable = the association request cannot be read: the { $detail } ends beyond what holds it
end-no-request = { $detail } came before an association request
end-aborted = aborted by the peer (source and reason { $detail })
end-not-released = closed without release
end-listener-stopped = the listener stopped
end-too-old = open for longer than allowed
end-unexpected-pdu = { $detail } was not due
end-unexpected-response = a response without a request
end-connection-failed = the connection failed ({ $detail })
end-closed-within = the connection was closed within a PDU
end-silent = nothing came within { $detail } s
end-stuck = the peer took nothing for { $detail } s
end-unknown-pdu = there is no PDU of type { $detail }
end-pdu-too-long = longer than the bytes allowed: { $detail }
end-value-too-long = a presentation data value longer than its PDU: { $detail } bytes
end-unknown-context = presentation context { $detail } was not accepted
end-interleaved = two messages mixed with each other (presentation contexts { $detail })
end-data-first = a data set without a command set
end-command-within-data = a command set within a data set
end-command-too-long = a command set of more than { $detail } bytes
end-data-too-long = a data set of more than { $detail } bytes
end-command-unreadable = the command set cannot be read ({ $detail })
identity-user-name = user name
identity-passcode = user name with passcode
identity-kerberos = Kerberos ticket
identity-saml = SAML assertion
identity-jwt = JSON web token
identity-unknown = unknown kind
answered-comment = answered “{ $comment }”
deviation-of-scheduled = of a scheduled step
deviation-of-series = of a series
deviation-missing-1 = is missing (type 1)
deviation-empty-1 = is empty (type 1)
deviation-missing-2 = is missing (type 2)
deviation-sequence = is a sequence
deviation-no-ae-title = is no AE title
deviation-no-date = is no date
deviation-no-time = is no time
deviation-unknown-status = is none of the three values
deviation-not-in-progress = is not IN PROGRESS in an N-CREATE (F.7.2.1.3)
deviation-not-allowed-in-set = is not allowed in an N-SET
deviation-unexplained-text = does not cover the text (type 1C)
deviation-no-value-at-end = has no value at the final state (PS3.4 F.7.2.2)
deviation-no-item-at-end = has no item at the final state (PS3.4 F.7.2.2.2)
deviation-nothing-listed = no performed series lists its images or other objects at the final state (PS3.4 F.7.2.2.2)
deviation-ends-before-start = the performed step ends before it starts
deviation-fewer = went from { $before } to { $after } items (PS3.4 F.7.2.2.2)
deviation-fewer-in-all = went from { $before } to { $after } items in all series (PS3.4 F.7.2.2.2)
deviation-not-created = was set but not created (PS3.4 F.7.2.1.2)
deviation-kept = may not be changed by N-SET and was kept as created (PS3.4 Table F.7.2-1)
deviation-repeated = the same N-CREATE came again

# AE titles of ours, certificates of callers, older queries
queries-older = Older
queries-latest = Back to the latest
queries-all = No older ones are kept.
offered-modalities = Modalities offered
offered-modalities-hint = With commas between them, as in “CT, PT”. Empty offers all.
offered-stations = Stations offered
offered-stations-hint = AE titles with commas between them. Empty offers all.
called-panel = AE titles of ours
called-panel-hint = What a scanner may call, and what it is offered under each.
called-offers = Worklist offered
called-main = of the settings file
called-all = As for everybody
called-own-manner = All, answered in a manner of its own
called-own-station = own station only
called-days = { $back } days back, { $ahead } ahead
called-most = at most { $count } at once
add-called = Add an AE title
edit-called = Change what it offers
save-called = Save what it offers
remove-called = Remove this AE title
remove-called-now = Remove AE title
called-of = Offered under { $title }
called-effect = What the profile of a device says goes before this.
called-saved = { $title } is answered to from now on.
called-removed = { $title } is answered to no longer.
remove-called-effect = Scanners that call { $title } will be rejected until they call another of our AE titles.
caller-wrong-certificate = It shows **another certificate** than the one it is registered with.
compare-certificate = Compare certificates
accept-certificate = Accept this certificate
certificate-differs = { $title } calls from { $address } with another certificate than the one it is registered with. This is so after a renewal, or when another machine uses its name.
certificate-registered = Registered (SHA-256)
certificate-shown = Shown now (SHA-256)
certificate-compare = Compare it with what the scanner itself, or who looks after it, says its certificate is. From then on it is let in with this one only.
tie-to-certificate = Let it in with this certificate only
changes-same-person = The exam belongs to the order it names. Both patient IDs are one person’s, and the next exam with that ID is not asked about.
obstacle-not-linked = It is linked to no order.
obstacle-linked = It is linked to an order.
obstacle-no-patient-id = It has no patient ID. Correct it first.
obstacle-runs = It runs, and the scanner may still change it.
obstacle-ended = It has ended.
obstacle-started = The exam has started or was cancelled.
basis-study-and-step = study and step
basis-study = study
basis-referenced-study = referenced study
basis-accession-and-step = accession and step
basis-accession-and-procedure = accession and procedure
basis-accession = accession
basis-procedure-and-patient = procedure and patient
basis-person = a person
