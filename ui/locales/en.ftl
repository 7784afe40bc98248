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
key-go = Go to Board, In progress, Orders, Devices, Settings
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
key-toast = Go to the message at the bottom
key-help = This list
key-close = Close what is open

rooms-count = { $count ->
    [one] 1 room
   *[other] { $count } rooms
}

# What a person does
action-open = Open exam
action-arrive = Mark arrived
action-ready = Mark ready
action-back = Back to scheduled
action-move = Move…
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
