# Listas de palabras, separadas por espacios.
weekdays = lun mar mié jue vie sáb dom
months = ene feb mar abr may jun jul ago sep oct nov dic

# Páginas
board = Tablero
in-progress = En curso
orders = Órdenes
devices = Dispositivos
settings = Ajustes
navigation = Navegación principal
skip-to-content = Ir al contenido
signed-in-as = Sesión de { $user }
callers-waiting = { $count ->
    [one] 1 dispositivo desconocido espera
   *[other] { $count } dispositivos desconocidos esperan
}

# Barra superior
day = Día
previous-day = Día anterior
next-day = Día siguiente
choose-day = Elegir un día
today = Hoy
search = Buscar
search-placeholder = Buscar paciente o número
search-results = Resultados de la búsqueda
nothing-found = No se encontró nada para «{ $text }».
go-to = Ir a { $page }
alerts-open = { $count ->
    [0] Nada requiere su atención
    [one] 1 aviso requiere su atención
   *[other] { $count } avisos requieren su atención
}
listening = Escuchando
not-listening = Sin escuchar
degraded = Degradado, { $count } sin señal
devices-heard = { $heard } de { $count } equipos con señal
start-listening = Empezar a escuchar
not-live-since = Sin datos en vivo desde las { $time }.
demo-department = Servicio de demostración.
demo-explanation = Pacientes, órdenes y equipos son simulados.
leave-demo = Salir de la demostración

# Palabras de los estados
status-scheduled = Programado
status-arrived = Llegado
status-ready = Preparado
status-in-progress = En curso
status-completed = Completado
status-discontinued = Interrumpido
status-canceled = Anulado

# Vistas
loading = Cargando
try-again = Intentar de nuevo
as-of = Datos de las { $time }.
close = Cerrar
undo = Deshacer
undone = Deshecho.
undone-except = Deshechos: { $steps }. Sin tocar porque cambiaron después: { $kept }.
name-unknown = Nombre desconocido

# Fallos
failure-refused = Este valor no se puede usar.
failure-not-found = Ya no existe.
failure-changed = Cambió entretanto. Vuelva a mirarlo.
failure-not-allowed = Su estado no lo permite.
failure-too-late = Ya es tarde para deshacerlo.
failure-unreachable = El otro lado no respondió.
failure-port-unavailable = El puerto no se puede usar.
failure-storage = No se pudo leer o escribir la base de datos.
failure-stopped = El servicio no responde.

# Ajustes
appearance = Apariencia
language = Idioma
theme = Tema
theme-light = Claro
theme-dark = Oscuro
as-the-system = Como el sistema
single-keys = Atajos de una sola tecla
version = Stepboard { $version }

# Teclado
keyboard = Teclado
key-search = Buscar
key-go = Ir a Tablero, En curso, Conciliación, Órdenes, Cargos, Calidad, Auditoría, Dispositivos, Red, Ajustes
key-exam = Examen anterior, siguiente de la sala
key-lane = Sala de arriba, de abajo
key-ends = Primer, último examen de la sala
key-open = Abrir el examen
key-menu = Acciones del examen
key-today = Hoy
key-days = Día anterior, siguiente
key-now = Volver a ahora
key-pan = Mover el foco 30 minutos
key-needs-you = Mostrar u ocultar Requiere su atención
key-alerts = Ejecutar la acción de ese aviso
key-undo = Deshacer el último cambio
key-queue = Asunto siguiente, anterior de la cola
key-decide = Decidir el asunto; Enter confirma
key-item = Asignármelo, marcar, abrir el examen
key-toast = Ir al mensaje de abajo
key-help = Esta lista
key-close = Cerrar lo abierto

# Lo que hace una persona
action-open = Abrir examen
action-arrive = Marcar llegado
action-ready = Marcar preparado
action-back = Volver a programado
action-move = Mover…
action-no-show = Marcar no presentado
action-cancel = Anular…
said-arrived = { $patient }: marcado como llegado.
said-ready = { $patient }: marcado como preparado.
said-back = { $patient }: de nuevo programado.
said-canceled = Orden de { $patient } anulada.
said-moved = { $patient } pasa a las { $time }.
cancel-title = Anular la orden
cancel-effect = El examen de { $patient } sale del tablero y de todas las listas de trabajo.
cancel-confirm = Anular la orden
move-title = Mover el examen
move-confirm = Mover el examen
keep-as-is = Dejar como está
reason = Motivo
room = Sala
time = Hora

# Tablero
all-rooms = Todas las salas
form = Forma del tablero
rooms = Salas
patients = Pacientes
zoom = Ampliación
focus = Foco { $time }
whole-day = Todo el día
used-since = Uso desde { $time }
exams-by-room = Exámenes por sala
exams-in-time = Exámenes por orden de hora
no-room = Sin sala
room-scanning = Explorando
room-idle = Libre { $time }
room-idle-all-day = Libre
room-silent = Sin señal { $time }
room-silent-all-day = Sin señal hoy
room-stuck = Sin cierre { $time }
no-messages-since = Sin mensajes desde las { $time }
no-exams = No hay exámenes este día. Introduzca una orden o importe una agenda.
open-orders = Abrir órdenes
no-modality-exams = No hay exámenes de { $modality } con este filtro.
no-such-exams = No hay exámenes con este filtro.
actions-for = Acciones para { $patient }
counts-spoken = { $running } en curso, { $late } con retraso, { $alerts } requieren su atención.

# Tarjeta
minutes-late = { $minutes } min de retraso
arrived-at = Llegó { $time }
elapsed-of = { $elapsed } / { $expected } min
elapsed-over = { $elapsed } de { $expected } min
elapsed-spoken = { $elapsed } de { $expected } minutos
last-message = último mensaje { $time }
not-on-schedule = Fuera de agenda
no-reason = Sin motivo
order-canceled = Orden anulada
patient-mismatch = Paciente distinto
spoken-overrun = supera lo previsto
spoken-stuck = sin cierre
state = Estado
started = Inicio
ended = Fin
elapsed = Transcurrido
last-message-at = Último mensaje
series-so-far = { $count ->
    [0] Aún sin series
    [one] 1 serie
   *[other] { $count } series
}
series-and-images = { $series ->
    [one] 1 serie
   *[other] { $series } series
}, { $images ->
    [one] 1 imagen
   *[other] { $images } imágenes
}

# Totales
totals = Totales
still-to-arrive = { $count } por llegar
longest-wait = espera máxima { $time }
nobody-waits = nadie espera
overrunning-count = { $count } superan lo previsto
share-of-day = { $share } % de hoy
none-today = ninguno
no-reason-count = { $count ->
    [0] todos con motivo
   *[other] { $count } sin motivo
}
late = Con retraso
longest-late = máximo { $time }
all-on-time = ninguno
on-time-starts = Inicios a tiempo
on-time-note = { $count } de { $all } en 10 min

# Requiere su atención
needs-you = Requiere atención
hide-needs-you = Ocultar Requiere atención
most-urgent-first = por urgencia
nothing-needs-you = Nada requiere su atención ahora.
all-alerts = Los { $count } avisos
first-alerts = Solo los cinco primeros
more-actions-about = Más acciones: { $about }
show-on-board = Mostrar en el tablero
open-devices = Abrir dispositivos
compare-patients = Comparar pacientes
review-order = Revisar orden
answered = { $name } respondió en { $time } ms.
alert-stuck = Sin cierre
alert-canceled-after-start = Orden anulada tras el inicio
alert-unscheduled = Examen fuera de agenda
alert-discontinued = Interrumpido sin motivo
alert-silent = Equipo sin señal
alert-late = Con retraso
alert-unknown-caller = Dispositivo desconocido
alert-not-told = Suscriptor sin avisar
alert-certificate = Certificado por caducar
alert-mismatch-text = El equipo envió **{ $patient }**. La orden { $number } es de **{ $scheduled }**.
alert-stuck-text = **{ $patient }** lleva { $elapsed } de { $expected } min. Último mensaje { $time }.
alert-canceled-text = La orden { $number } se anuló después de que empezara **{ $patient }**.
alert-unscheduled-text = **{ $patient }** se está explorando sin orden.
alert-discontinued-text = El examen de **{ $patient }** se interrumpió. Registre el motivo.
alert-silent-text = Sin noticias desde las { $time }. Envíe C‑ECHO.
alert-silent-all-day-text = Sin noticias hoy. Envíe C‑ECHO.
alert-late-text = **{ $patient }** debía empezar hace { $time }.
alert-not-told-text = { $count ->
    [one] **{ $name }** no recibió 1 aviso: { $problem }.
   *[other] **{ $name }** no recibió { $count } avisos: { $problem }.
}
alert-unknown-caller-text = **{ $title }** pide acceso.
alert-certificate-text = { $days ->
    [one] El certificado de las conexiones seguras caduca en **un día**. Después los equipos no podrán conectarse con TLS.
   *[other] El certificado de las conexiones seguras caduca en **{ $days } días**. Después los equipos no podrán conectarse con TLS.
}
alert-certificate-ended-text = El certificado de las conexiones seguras **ha caducado**. Los equipos pueden negarse a conectar con TLS.

# Datos de una persona y de un examen
age-days = { $count ->
    [one] 1 día
   *[other] { $count } días
}
age-months = { $count ->
    [one] 1 mes
   *[other] { $count } meses
}
age-years = { $count } a
patient = Paciente
patient-id = ID de paciente
born = Nacimiento
accession = Acceso
ordered = Ordenado
requested-by = Solicitado por
allergies = Alergias
medical-alerts = Alertas médicas
sex-female = F
sex-male = M
sex-other = otro sexo
procedure = Procedimiento
procedure-code = Código del procedimiento
protocol = Protocolo
station = Estación
modality = Modalidad
priority = Prioridad
priority-stat = Urgente
priority-high = Alta
priority-routine = Normal
priority-medium = Media
priority-low = Baja
location = Ubicación
duration = Duración
start = Inicio
exam = Examen
order = Orden
images = Imágenes
series-count = { $count ->
    [one] 1 serie
   *[other] { $count } series
}
images-count = { $count ->
    [one] 1 imagen
   *[other] { $count } imágenes
}
others-count = + { $count } más

# Examen
exam-without-accession = Sin acceso
exam-raw = Mensajes originales
exam-show-message = Mostrar este mensaje
exam-performed = Realizado
exam-conformance = Notas para quien administra los equipos
exam-conformance-count = { $count ->
    [one] 1 nota
   *[other] { $count } notas
}
edit-order = Editar la orden
more-actions = Más acciones
flag-patient-differs = Otro paciente
flag-stuck = Sin cierre, último mensaje { $time }
flag-overrun = { $elapsed } de { $expected } min
flag-canceled-after-start = Orden anulada
flag-unscheduled = Fuera de agenda
flag-allergies = Alergias: { $allergies }
flag-late = { $duration } de retraso
duration-wait = de espera
duration-exam = de examen, previsto { $expected }
duration-close = hasta cerrar
timeline = Cronología
timeline-edited = Orden cambiada
timeline-back = De vuelta a programado
timeline-undone = Cambio deshecho
timeline-reported = { $count ->
    [one] 1 serie informada
   *[other] { $count } series informadas
}
timeline-refused = { $service } rechazado
timeline-waiting = { $duration } de espera
by = por { $who }
from-device = { $service } de { $device }
source-csv = Archivo de agenda
source-manual = Introducida a mano
source-simulated = Simulada
without-reason = Sin motivo indicado
status-code = estado { $status }
performed-series = Series realizadas
performed-step = Paso realizado { $number }
no-series-yet = Aún no se ha informado ninguna serie.
from-to = { $from } a { $to }
since-time = desde las { $time }
protocol-is = protocolo { $protocol }
linked-by = vinculado por { $basis }
reason-is = motivo: { $reason }
post-processing = posproceso, no es una adquisición
import-step = importación de otro centro, no es una adquisición
timing-starts-in-future = reloj del equipo adelantado: empieza después de comunicarse
timing-ends-in-future = reloj del equipo adelantado: termina después de comunicarse
timing-ends-before-start = termina antes de empezar
timing-wrong-date = fecha errónea
timing-deferred = inicio y fin enviados juntos, después del examen
timing-reported-late = inicio comunicado tarde
series-description = Descripción de la serie
operator = Operador
reported = Informada
consumption = Consumo y dosis
as-reported = según informó { $station }
none-reported = Nada informado
contrast = Contraste
supplies = Material
films = Películas
billing-codes = Códigos de cobro
dose-area-product = Producto dosis-área
entrance-dose = Dosis de entrada
fluoroscopy-time = Tiempo de fluoroscopia
exposures = Exposiciones
dose-comment = Comentario de dosis
scheduled-and-performed = Programado y realizado
no-order = Fuera de agenda. Ninguna orden está vinculada a este examen.
check = Comprobación
verdict-same = Igual
verdict-differs = Difiere
facts-differ = { $count ->
    [0] Nada difiere
    [one] 1 difiere
   *[other] { $count } difieren
}
another-patient = Otro paciente
as-planned = según lo previsto
more-than-planned = { $duration } más
less-than-planned = { $duration } menos
later-than-planned = { $duration } después
earlier-than-planned = { $duration } antes
planned = Previsto
weight = Peso
pregnancy = Embarazo
pregnancy-no = No embarazada
pregnancy-possible = Posible embarazo
pregnancy-yes = Embarazada
pregnancy-unknown = No se sabe
admission = Ingreso

# Mensajes originales
messages = Mensajes
attributes = Atributos
filter-attributes = Filtrar por etiqueta o nombre
all = Todos
changed-count = Cambiados { $count }
no-attribute = Ningún atributo coincide.
clear-filter = Quitar el filtro
legend-new = nuevo
legend-changed = cambiado
items-count = { $count ->
    [one] 1 elemento
   *[other] { $count } elementos
}
item-number = Elemento { $number }
attributes-count = { $count ->
    [one] 1 atributo
   *[other] { $count } atributos
}
private-attribute = Atributo privado
copy = Copiar
copy-text = Como texto, sin datos del paciente
copy-json = Como JSON, sin datos del paciente
copy-text-patient = Como texto, con datos del paciente
copy-json-patient = Como JSON, con datos del paciente
message-copied = Mensaje copiado.
not-copied = No se ha copiado. El portapapeles no se pudo usar.
copy-value = Copiar { $name }
value-copied = { $value } copiado.

# Formulario de una orden
new-order = Nueva orden
make-order = Crear la orden
save-order = Guardar la orden
discard = Descartar
order-made = Orden creada para { $patient }.
order-changed = Orden de { $patient } cambiada.
value-needed = Es necesario.
whole-minutes = Minutos enteros, por favor.
family-name = Apellidos
given-name = Nombre
birth-date = Fecha de nacimiento
sex = Sexo
female = Femenino
male = Masculino
other-sex = Otro
not-known = No se sabe
weight-kg = Peso, kg
coding-scheme = Esquema de códigos
expected-minutes = Minutos previstos
usual-when-empty = Vacío toma la duración habitual.
made-when-empty = Se crea solo si queda vacío.
choose-station = Elija una estación
presence = Paciente
presence-later = Programado
presence-now = El paciente ya está aquí

# En curso
nothing-runs = No hay exámenes en curso.
expected-end = Fin previsto
of-minutes = de { $expected } min
heard-at = { $time }, hace { $age }
stuck = Sin cierre
overrunning = Supera lo previsto
as-expected = Según lo previsto

# Órdenes
orders-count = { $count ->
    [one] 1 orden
   *[other] { $count } órdenes
}
search-orders = Paciente, ID, acceso o procedimiento
days = Días
tomorrow = Mañana
this-week = Esta semana
range = Intervalo
first-day = Primer día
last-day = Último día
all-modalities = Todas las modalidades
all-stations = Todas las estaciones
status = Estado
actions = Acciones
import = Importar
no-order-matches = Ninguna orden coincide con estos filtros.
clear-filters = Quitar los filtros
no-orders-on = No hay órdenes el { $day }.
no-orders-between = No hay órdenes del { $from } al { $to }.

# Importación
import-schedule = Importar un archivo de agenda
choose-file = Elija un archivo CSV
choose-file-hint = o suéltelo aquí
import-promise = Nada cambia antes de que vea cada fila. Una importación se puede deshacer durante diez minutos.
other-file = Otro archivo
nothing-to-import = Nada que importar
import-count = { $count ->
    [one] Importar 1 orden
   *[other] Importar { $count } órdenes
}
imported = Nuevas: { $created }. Cambiadas: { $updated }. Rechazadas: { $rejected }.
effect = Efecto
effect-created = { $count ->
    [one] nueva
   *[other] nuevas
}
effect-updated = { $count ->
    [one] cambiada
   *[other] cambiadas
}
effect-unchanged = { $count ->
    [one] sin cambios
   *[other] sin cambios
}
effect-rejected = { $count ->
    [one] rechazada
   *[other] rechazadas
}
unknown-columns = Estas columnas no se conocen y se omiten: { $columns }.
line = Línea
line-number = Línea { $number }:
rows-of-file = Filas del archivo
made-by-itself = se crea solo

# Dispositivos
scanner = Equipo
ae-title = AE title
address = Dirección
port = Puerto
worklist = Lista de trabajo
last-heard = Última señal
messages-today = Mensajes hoy
refused-count = { $count ->
    [one] 1 rechazado
   *[other] { $count } rechazados
}
never = nunca
any-address = cualquier dirección
waiting = En espera
heard = Recibido
worklist-sent = Pedida, { $count } enviados
press-echo = pulse Echo en { $name }
open-worklist = abra la lista de trabajo en { $name }
with-first-exam = llega con el primer examen
no-devices = Aún no hay dispositivos. Escriba estos valores en un equipo y pulse Echo, o añádalo aquí.
add-device = Añadir dispositivo
edit-device = Editar dispositivo
save-device = Guardar dispositivo
remove-device = Quitar dispositivo
remove-device-now = Quitar dispositivo
remove-effect = Las llamadas de { $name } se rechazarán. Su historial se conserva.
device-saved = { $name } guardado.
device-removed = { $name } quitado.
actions-of = Acciones de { $name }
send-echo = Enviar C-ECHO
echo-asked = Preguntando…
echo-answered = Respondió en { $milliseconds } ms
echo-needs-address = Indique antes su dirección y su puerto.
connect-scanner = Conectar un equipo
connect-scanner-hint = Escriba los mismos tres valores para la lista de trabajo y para MPPS y pulse Echo o Verify.
ae-title-note = Mayúsculas, sin espacios
address-note = Que sea fija: pida a informática una reserva
address-others = también { $addresses }
loopback-note = Solo esta máquina llega a ella. Escuche en la red para conectar equipos.
port-note = El mismo puerto para lista de trabajo y MPPS
caller-unknown = Desconocido, no está en su lista. ¿Es suyo?
caller-wrong-title = Llamó a **{ $called }**. Corrija el AE title en { $name } a **{ $own }**.
caller-wrong-address = Llama desde otra dirección que **{ $expected }**. ¿Es el mismo equipo?
caller-attempts = { $count ->
    [one] 1 intento, a las { $time }
   *[other] { $count } intentos, el último a las { $time }
}
caller-admitted = { $title } añadido.
caller-from = { $title } llamó desde { $address }.
add-scanner = Añadir equipo
accept-both = Aceptar ambos
change-address = Cambiar dirección
dismiss = Descartar
no-modality = Ninguna (estación de trabajo o servidor)
device-name = Nombre en el tablero
device-name-hint = Vacío toma el AE title.
ae-title-hint = Como está en el equipo, de 1 a 16 caracteres.
ae-title-limit = Un AE title tiene de 1 a 16 caracteres.
address-hint = Si se indica, otras direcciones se rechazan.
device-port-hint = Para enviar C-ECHO. Vacío si no escucha.
port-range = Un puerto es un número de 1 a 65535.
on-board = Es una estación con su fila en el tablero

# Lo particular de un equipo
profile = Ajustes de este equipo
profile-hint = Lista de trabajo, pasos realizados, acceso. Lo que no se ajusta es como para todos.
as-for-everybody = Como para todos
empty-as-for-everybody = Vacío: como para todos.
yes = Sí
no = No
whole-number = Un número entero, o vacío.
answer-charset = Juego de caracteres de las respuestas
charset-as-asked = El que pide el equipo; si no, Unicode
assumed-charset = Las consultas que no lo dicen usan
charset-unicode = Unicode
charset-ascii = Sin acentos
charset-western = Europa occidental
charset-central = Europa central
charset-southern = Europa meridional
charset-northern = Europa septentrional
charset-cyrillic = Cirílico
charset-arabic = Árabe
charset-greek = Griego
charset-hebrew = Hebreo
charset-turkish = Turco
charset-thai = Tailandés
charset-japanese = Japonés
charset-korean = Coreano
charset-chinese = Chino
own-station-only = Solo ve sus propios exámenes
days-back = Días antes de hoy
days-ahead = Días después de hoy
name-prefix = Un nombre coincide por su comienzo
max-answers = Respuestas como máximo
when-more = Cuando hay más
when-more-cut = Enviar las primeras
when-more-fail = Enviar las primeras y luego A700
always-ff00 = Responde siempre FF00, nunca FF01
hide-own = Decidir aquí qué exámenes salen de la lista
hide-after = { $status }, tras min
hide-hint = Minutos desde que el examen tomó el estado. 0 es en seguida; vacío sigue en la lista.
profile-performed = Pasos realizados
validation = Los mensajes se revisan
validation-lenient = Con tolerancia: se guardan y se anotan
validation-strict = Con rigor: se rechazan si no cumplen la norma
validation-learn = Para aprender: se guardan y se proponen ajustes
assumed-charset-performed = Los mensajes que no lo dicen usan
close-after = Cerrar sin mensajes tras min
close-after-hint = Vacío: solo una persona cierra un examen.
profile-access = Acceso
services-allowed = Puede usar
service-retrieve = MPPS Retrieve
called-titles = Puede llamarnos
called-titles-hint = Títulos AE separados por comas. Vacío: cualquiera de los nuestros.
max-associations = Asociaciones a la vez
certificate = SHA-256 de su certificado
certificate-hint = 64 dígitos hexadecimales. Vacío: cualquiera de confianza.
tls-only = Rechazarlo sin TLS
notify-performed = Avisarle de los pasos realizados (MPPS Notification)
learn-from-messages = Proponer ajustes según sus mensajes
learned-from = { $creates } N-CREATE y { $sets } N-SET del { $from } al { $to }
learned-from-nothing = Aún no ha enviado ningún mensaje MPPS.
nothing-follows = Sus ajustes convienen a lo que envía.
take-over = Adoptar
take-over-hint = Rellena los campos; aún no se guarda nada.
taken-over = Los campos tienen la propuesta. Guarde para conservarla.
seen-create-without-charset = { $count } de { $of } N-CREATE no nombraron un juego de caracteres.
seen-set-without-charset = { $count } de { $of } N-SET no nombraron un juego de caracteres.
seen-unexplained = { $count } de { $of } mensajes tienen texto que conviene a { $value } y no lo dicen.
seen-create-without = A { $count } de { $of } N-CREATE les faltó { $attribute }.
seen-empty = { $count } de { $of } mensajes traían { $attribute } sin valor.
seen-not-allowed = { $count } de { $of } N-SET enviaron { $attribute }, que no deben enviar.
seen-not-created = { $count } de { $of } N-SET cambiaron { $attribute }, que no se había creado.
seen-missing-at-end = A { $count } de { $of } pasos terminados les faltó { $attribute }.
seen-shrinking = En { $count } de { $of } N-SET se acortó la lista de series o imágenes.
seen-start-late = { $count } de { $of } comienzos se comunicaron tarde, la mitad con { $value } min o más.
seen-end-late = { $count } de { $of } finales se comunicaron tarde, la mitad con { $value } min o más.
seen-deferred = { $count } de { $of } pasos terminados se comunicaron de una vez tras el examen.
seen-per-series = { $count } de { $of } pasos se comunicaron uno por serie.
seen-no-reason = { $count } de { $of } pasos interrumpidos no dieron motivo.
seen-never-ended = { $count } de { $of } pasos nunca terminaron; ningún examen terminado duró { $value } min.
seen-intermediate = { $count } de { $of } pasos se comunicaron mientras duraban, con { $value } N-SET cada uno.
seen-clock = En { $count } de { $of } pasos su reloj difiere del nuestro, en { $value } min.
seen-without-findings = { $count } de { $of } mensajes eran como pide la norma.

# Por qué un equipo no ve nada
queries = Consultas de la lista de trabajo
why-nothing = ¿Por qué no ve nada?
queries-hint = Según la agenda y los ajustes tal como están ahora.
queries-more = Se muestran { $count }, y hay más.
all-devices = Todos los equipos
only-empty = Sin respuesta alguna
no-query = Aún no se ha oído ninguna consulta. Abra la lista de trabajo en el equipo.
no-empty-query = Ninguna consulta quedó sin exámenes.
query-explained = Por qué se respondió así
query-by = { $name } ({ $title }) llamó a { $called }, { $time }
query-not-carried-out = no realizada
answered-nothing = nada
answered-first = los primeros { $count }
answered-count = { $count ->
    [one] 1 examen
   *[other] { $count } exámenes
}
asked-for-all = Pidió todo
and-more = y { $count } más
what-it-asked = Qué pidió
excludes-exams = excluye exámenes
what-excludes = Qué excluye exámenes
looked-at = { $count ->
    [one] 1 examen revisado, del { $from } al { $to }
   *[other] { $count } exámenes revisados, del { $from } al { $to }
}
of-count = { $count } de { $all }
alone-count = { $count } solo por esto
nearly-matched = Exámenes que casi coinciden
excluded-by = Excluido por
asked = Pedido o permitido
exam-has = El examen tiene
has-nothing = nada
key-station = Título AE de la estación
key-station-name = Nombre de la estación
key-day = Día
key-time = Hora
key-patient-name = Nombre del paciente
key-patient-id = ID del paciente
key-birth-date = Fecha de nacimiento
key-sex = Sexo
key-accession = Número de acceso
key-procedure-id = ID del procedimiento
key-physician = Médico que lo realiza
excluded-own-station = Solo ve sus propios exámenes
excluded-status = El estado ha salido de su lista
excluded-early = Antes de los días que se le ofrecen
excluded-late = Después de los días que se le ofrecen
excluded-called-modality = Modalidad no ofrecida con este AE title
excluded-called-station = Estación no ofrecida con este título AE
excluded-cap = Más de lo que recibe a la vez
found-refused = La consulta no se pudo realizar. { $comment }
advice-refused = Compare los ajustes de la lista de trabajo del equipo con CONFORMANCE.md, o muéstrelo a su servicio técnico.
found-none-on = No hay exámenes previstos para el { $day }.
found-none-between = No hay exámenes previstos del { $from } al { $to }.
advice-none = Importe la agenda o introduzca las órdenes. Si hay órdenes, el equipo pide otro día.
found-answered = { $count ->
    [one] Se respondió con 1 examen.
   *[other] Se respondió con { $count } exámenes.
}
advice-all-answered = No quedó nada fuera. Si el equipo muestra menos, lo oculta su propio filtro.
advice-others = Otros exámenes quedaron fuera por lo que se indica abajo.
found-now = { $count ->
    [one] Ahora se respondería con 1 examen.
   *[other] Ahora se respondería con { $count } exámenes.
}
advice-now = Consulte de nuevo en el equipo: la agenda o los ajustes han cambiado desde entonces.
found-key-all = { $count ->
    [one] Pide { $key } «{ $asked }». El único examen previsto tiene otra cosa.
   *[other] Pide { $key } «{ $asked }». Ninguno de { $count } exámenes lo tiene.
}
found-key = Pide { $key } «{ $asked }». { $steps } de { $count } exámenes tienen otra cosa.
found-own-station = Solo ve sus propios exámenes. { $steps } de { $count } están previstos en otro lugar.
found-status = { $steps } de { $count } exámenes han salido de su lista: están en curso o terminados.
found-days = { $steps } de { $count } exámenes quedan fuera de los días que se le ofrecen.
found-cap = No recibe más exámenes a la vez. { $steps } quedaron fuera.
found-called = Llamó a { $called }, que no ofrece { $steps } de { $count } exámenes.
advice-settings = Si debe verlos, cambie los ajustes de este equipo.
advice-called = Haga que el equipo llame a otro de nuestros títulos AE, o declare qué ofrece este.
advice-station = Ponga en el equipo el título AE de su estación, o planifique los exámenes para la estación que pide.
advice-modality = Elija la modalidad de los exámenes en los ajustes de la lista del equipo, o corrija las órdenes.
advice-day = Elija el día en el equipo y revise su reloj. Los exámenes de otros días no se responden.
advice-search = Vacíe los campos de búsqueda del equipo, o compare cómo se escribe en la orden.
advice-key = Quite esta clave de los ajustes de la lista del equipo, o introduzca el valor en las órdenes.
open-settings-of-device = Abrir sus ajustes

# Red
network = Red
associations = Asociaciones
association = Asociación
open-associations = Asociaciones abiertas
open-now = { $count ->
    [one] 1 abierta ahora
   *[other] { $count } abiertas ahora
}
ended-associations = Asociaciones terminadas
ended-count = { $count ->
    [one] 1 terminada
   *[other] { $count } terminadas
}
only-problems = Rechazadas o rotas
association-none = Ninguna asociación terminó en estos días.
association-none-matches = Ninguna asociación de estos días cumple estos filtros.
association-choose = Elija una asociación para ver qué se acordó.
association-open = abierta
association-released = liberada
association-closed = cerrada sin liberar
association-rejected = rechazada
association-aborted-by-peer = abortada por el equipo
association-aborted-by-us = abortada por Stepboard
association-broken = conexión rota
association-stopped = se dejó de escuchar
no-request = No llegó ninguna petición
kept-days = { $count ->
    [one] Se conservan 1 día.
   *[other] Se conservan { $count } días.
}
since = Desde
until = Hasta
outcome = Resultado
contexts = Contextos
context-accepted = aceptado
context-not-allowed = Este equipo no puede usarlo
context-abstract-syntax = No se ofrece este servicio
context-transfer-syntaxes = No se conoce ninguna de sus sintaxis de transferencia
context-not-answered = Sin respuesta: la asociación se rechazó
proposed-syntaxes = Propuso { $names }
user-identity = Identidad de usuario
implementation = Implementación
implementation-class = Clase de implementación
maximum-length = PDU más larga
no-limit = sin límite
bytes-count = { $count } bytes
failed-count = { $count ->
    [0] ninguno falló
   *[other] { $count } fallaron
}
its-messages = Sus mensajes
messages-count = { $count ->
    [one] 1 mensaje
   *[other] { $count } mensajes
}
messages-export = Exportar mensajes
search-messages = UID o comentario
service = Servicio
all-services = Todos los servicios
answer = Respuesta
all-answers = Todas las respuestas
notes = Notas
class-success = Aceptado
class-warning = Aviso
class-failure = Rechazado
message-none = No se intercambió ningún mensaje en estos días.
message-none-matches = Ningún mensaje de estos días cumple estos filtros.
message-choose = Elija un mensaje para ver su conjunto de datos.
message-received = recibido
message-sent = enviado

# Clases de discrepancias
kind-patient-mismatch = Paciente distinto
kind-unscheduled = Fuera de agenda
kind-laterality-differs = Otro lado
kind-canceled-but-performed = Anulada tras el inicio
kind-wrong-worklist-entry = Entrada equivocada
kind-stuck-in-progress = Sin cierre
kind-procedure-differs = Otro procedimiento
kind-protocol-differs = Otro protocolo
kind-missing-series = Falta una serie
kind-extra-series = Serie de más
kind-no-series = Sin series
kind-modality-differs = Otra modalidad
kind-station-differs = Otra estación
kind-duplicate-step = Comunicado dos veces
kind-missing-performed-step = Nada realizado
kind-discontinued-without-reason = Interrumpido sin motivo
kind-late-update = Cambio tardío
kind-billing-differs = Facturación distinta
severity-blocks-reading = Impide la lectura
severity-review = Revisar
severity-info = Información
open-in-queue = pendiente: { $kinds }

# Conciliación
reconciliation = Conciliación
reconcile = Conciliar
reconciled = Conciliado
open-and-blocking = { $open ->
    [one] 1 pendiente
   *[other] { $open } pendientes
} · { $blocking ->
    [one] 1 impide la lectura
   *[other] { $blocking } impiden la lectura
}
blocking-count = { $count ->
    [one] 1 asunto impide la lectura
   *[other] { $count } asuntos impiden la lectura
}
queue = Cola
open-items = Asuntos pendientes
whose-items = Asuntos de quién
blocking = Bloquean
mine = Míos
sort-by = Ordenar por
oldest-first = Más antiguos
newest-first = Más recientes
by-patient = Por paciente
search-queue = Buscar en la cola
kind = Clase
all-kinds = Todas las clases
marked-count = { $count ->
    [one] 1 asunto marcado
   *[other] { $count } asuntos marcados
}
clear-marks = Quitar marcas
mark-one-kind = Solo se deciden juntos asuntos de una clase. Quite antes las marcas.
mark-item = Marcar para decidir varios
assigned-to = Lo lleva { $who }
assign-to-me = Asignármelo
assign-to = Asignar a…
give-back = Devolver
assign-title = Asignar a alguien
assign-who = Quién se ocupa
assign-confirm = Asignar
said-assigned = { $count ->
    [one] Asignado a { $who }.
   *[other] { $count } asuntos asignados a { $who }.
}
said-given-back = { $count ->
    [one] Devuelto a todos.
   *[other] { $count } asuntos devueltos a todos.
}
nothing-to-reconcile = Nada que conciliar. Lo realizado coincide con lo pedido.
no-item-matches = Ningún asunto pendiente cumple estos filtros.
nothing-open-about = Ya no queda nada pendiente de este examen.
item = Asunto
place-of = { $place } de { $all }
previous-item = Asunto anterior
next-item = Asunto siguiente
also-open = También pendiente de este examen:
linked-orders = Enlazado con
candidate-orders = Órdenes candidatas
choose-orders = Elija dos o más órdenes
no-candidates = Ninguna orden encaja. Busque una a mano o deje el examen fuera de agenda.
find-order = Buscar otra orden
history = Historial
event-raised = detectado
event-resolved = cerrado por sí solo
event-decided = decidido
event-dismissed = aceptado o descartado
event-reopened = detectado de nuevo
meanwhile-by = **{ $who }** se adelantó a las { $time }: { $what }.
meanwhile-by-itself = Cambió a las { $time }: { $what }.
meanwhile-unknown = Este asunto cambió mientras lo miraba.
meanwhile-kept = Así está ahora. Lo que escribió se conserva.
meanwhile-closed = Ya no está pendiente. Lo que escribió sigue aquí hasta que continúe.

# Qué pasó y qué hacer
nothing-said = nada
the-scanner = el equipo
tells-patient-mismatch = La orden dice **{ $expected }**, pero { $station } envió **{ $actual }**. Compare ambos y enlace el examen con la orden correcta, desenlácelo o corrija los datos.
tells-unscheduled = { $station } realizó este examen y ninguna orden coincidía. Nombraba: **{ $actual }**.
tells-best-candidate = Mejor candidata: { $number }, prevista en { $station } a las { $time }.
tells-no-candidate = Ninguna orden encaja. Déjelo fuera de agenda o busque la orden a mano.
tells-laterality-differs = Pedido: **{ $expected }**. Realizado: **{ $actual }**. Pregunte en el equipo qué lado se examinó y acéptelo o corríjalo.
tells-canceled-but-performed = La orden se anuló, pero { $station } la realizó (**{ $actual }**). Acéptelo con un motivo o desenlace el examen de la orden.
tells-wrong-worklist-entry = { $station } indica que se eligió otra entrada de la lista de trabajo (110514). Series adquiridas con ella: **{ $actual }**. Confírmelo y la entrada queda como antes, o enlace el examen con la orden correcta.
tells-stuck-in-progress = { $station } empezó y no terminó. Fin previsto: **{ $expected }**. Último mensaje: **{ $actual }**. Pregunte en el equipo y ponga aquí el final.
tells-procedure-differs = Pedido: **{ $expected }**. Realizado: **{ $actual }**. Acéptelo con un motivo o enlace el examen con la orden de lo realizado.
tells-protocol-differs = Protocolo previsto: **{ $expected }**. Realizado: **{ $actual }**. Acéptelo con un motivo mientras el paciente sigue aquí.
tells-missing-series = Sin adquirir: **{ $expected }**. Adquirido: { $actual }. Pida lo que falta o acéptelo con un motivo.
tells-extra-series = Adquirido además del protocolo: **{ $actual }**. Acéptelo o corrija lo comunicado.
tells-no-series = { $station } terminó el examen sin ninguna serie. Compruebe si hay imágenes y acéptelo, o diga que se interrumpió.
tells-modality-differs = Pedido para **{ $expected }**, realizado con **{ $actual }**. Acéptelo con un motivo o enlace el examen con otra orden.
tells-station-differs = Previsto en **{ $expected }**, realizado en **{ $actual }**. Acéptelo si el examen se cambió a propósito.
tells-duplicate-step = { $station } comunicó el mismo examen dos veces: **{ $expected }** y **{ $actual }**. Descarte la copia o desenlácela.
tells-missing-performed-step = Previsto para **{ $expected }** en { $station } y no se comunicó nada. Marque que no se presentó, devuélvalo a la agenda o ciérrelo si se hizo.
tells-discontinued-without-reason = { $station } interrumpió el examen y no dio motivo. Comentario: **{ $actual }**. Diga por qué y qué sigue.
tells-late-update = { $station } envió más después del final a las **{ $expected }**. Mensajes: **{ $actual }**. Acéptelo o corrija lo comunicado.
tells-billing-differs = Se facturaría: **{ $expected }**. Realizado: **{ $actual }**. Acéptelo con un motivo o corrija lo comunicado.

# Decisiones
decide = Decidir
decision = Decisión
keys-anywhere = las teclas valen en toda la página
choose-decision = Elija una decisión
what-changes = Qué cambia
undo-ten-minutes = Puede deshacerlo durante 10 minutos.
note = Nota
note-kept = opcional, queda en el registro
decides-many = Decide juntos { $count } asuntos marcados: { $kind }.
for-many = { $words } · { $count } asuntos
decision-link = Enlazar con esta orden
decision-split = Repartir entre órdenes
decision-unlink = Desenlazar de la orden
decision-keep-unscheduled = Dejar fuera de agenda
decision-wrong-entry = Entrada equivocada
decision-accept = Aceptar con motivo
decision-close = Terminar el examen
decision-give-reason = Decir por qué se interrumpió
decision-correct = Corregir los datos
decision-no-show = El paciente no se presentó
decision-reschedule = Devolver a la agenda
decision-dismiss = Descartar con motivo
do-link = Enlazar con { $number }
do-split = Repartir entre { $count } órdenes
do-wrong-entry = Confirmar entrada equivocada
do-accept = Aceptar la desviación
do-close = Poner hora de fin
do-give-reason = Guardar el motivo
do-correct = Guardar corrección
do-no-show = Marcar que no se presentó
do-dismiss = Descartar el asunto
said-link = { $patient }: enlazado con { $number }.
said-split = { $patient }: repartido entre { $number }.
said-unlink = { $patient }: desenlazado de la orden.
said-keep-unscheduled = { $patient }: queda fuera de agenda.
said-wrong-entry = Entrada equivocada confirmada para { $patient }.
said-accept = Desviación de { $patient } aceptada.
said-close = Examen de { $patient } terminado.
said-give-reason = Motivo guardado para { $patient }.
said-correct = Datos de { $patient } corregidos.
said-no-show = { $patient }: marcado como no presentado.
said-reschedule = { $patient } vuelve a la agenda.
said-dismiss = Asunto de { $patient } descartado.
said-many = { $decision }: { $count } asuntos.
missing-choice = Elija una decisión.
missing-forbidden = Esto no se puede decidir ahora.
missing-order = Elija una orden.
missing-second-order = Elija al menos dos órdenes.
missing-side = Compruebe antes el lado.
missing-reason = Indique un motivo.
missing-code = Elija por qué se interrumpió.
missing-slot = Indique día y hora.
missing-correction = Cambie lo que no es correcto.
side-checked = He comprobado el lado con { $station }. Se leyó de textos o es distinto.
ended-as = Terminado como
what-follows = Qué sigue
after-stay = Queda interrumpido
after-reschedule = Devolver a la agenda
after-cancel = Anular la orden
charge-what-was-done = Facturar lo realizado
keep-images = Conservar las imágenes
correction-note = Los mensajes quedan como llegaron. La corrección se guarda junto a ellos.
dicom-name = Nombre, Apellido^Nombre
changes-status = { $number }: { $from } pasa a { $to }
changes-moves = { $number } pasa a { $station }
changes-creates-order = Se crea una orden de lo realizado
changes-closes = Cierra: { $kinds }
changes-opens = Abre: { $kinds }
changes-charges = { $count ->
    [one] Se genera 1 cargo
   *[other] Se generan { $count } cargos
}
changes-nothing-charged = No se factura nada
changes-only-audited = Queda solo en el registro
no-accession = sin acceso
same-study = mismo estudio
other-study = otro estudio
same-accession = mismo acceso
other-accession = otro acceso
same-step-id = mismo ID de paso
other-step-id = otro ID de paso
same-patient-id = mismo ID de paciente
other-patient-id = otro ID de paciente
same-demographics = mismo nombre y nacimiento
other-demographics = otro nombre o nacimiento
same-procedure = mismo procedimiento
other-procedure = otro procedimiento
same-station = misma estación
other-station = otra estación
same-modality = misma modalidad
other-modality = otra modalidad
near-in-time = hora cercana
far-in-time = hora lejana
same-side = mismo lado
other-side = otro lado
order-is-free = aún sin realizar
order-is-performed = ya realizada
acquisition = Adquisición
field-name = Nombre
field-birth-date-sex = Nacimiento, sexo
field-step-id = ID del paso programado
field-protocol-codes = Códigos de protocolo
field-laterality = Lateralidad
field-body-part = Parte del cuerpo
field-series = Series
verdict-similar = Parecido
verdict-missing = Falta
verdict-added = Añadido
inferred = deducido
not-ordered = no pedido
not-sent = no enviado
no-rule = sin regla
differ-and-missing = { $differ ->
    [one] 1 difiere
   *[other] { $differ } difieren
}, { $missing ->
    [one] 1 falta
   *[other] { $missing } faltan
}

# Motivos de una interrupción
discontinuation-reason = Por qué se interrumpió
choose-reason = Elija un motivo
adverse-event-note = Acontecimiento adverso. Notifíquelo como exija su servicio.
class-adverse-event = Acontecimiento adverso
class-patient = Paciente
class-clinical = Clínico
class-technical = Técnico
class-order-error = Orden
class-no-show = No presentado
class-billing = Facturación
class-wrong-entry = Entrada de la lista
class-unspecified = Sin especificar
reason-110500 = El médico anuló el procedimiento
reason-110501 = Fallo del equipo
reason-110502 = Se pidió un procedimiento incorrecto
reason-110503 = Paciente alérgico al contraste
reason-110504 = El paciente falleció
reason-110505 = El paciente no quiso continuar
reason-110506 = Paciente llevado a tratamiento o cirugía
reason-110507 = El paciente no se presentó
reason-110508 = Paciente embarazada
reason-110509 = Cambio de procedimiento para facturar correctamente
reason-110510 = Orden duplicada
reason-110511 = Anulado por enfermería
reason-110512 = Se pidió el lado incorrecto
reason-110513 = Sin motivo concreto
reason-110514 = Se eligió otra entrada de la lista de trabajo
reason-110515 = El estado del paciente impidió continuar
reason-110516 = Cambio de equipo
reason-95384003 = Extravasación en el lugar de inyección
reason-292094009 = Reacción adversa al radiofármaco

# Primera vez
setup-title = Prepare esta estación
setup-hint = Unos diez minutos, más el tiempo de escribir en cada equipo.
setup-steps = Pasos de la preparación
step-identity = Nombre esta estación
step-modalities = Conecte sus modalidades
step-modalities-hint = En cada equipo, añada un servidor de lista de trabajo y uno de MPPS. Escriba los mismos tres valores en ambos y pulse Echo o Verify.
step-schedule = Elija el origen de la agenda
title-on-port = { $title } en el puerto { $port }
no-scanner-yet = Aún ningún equipo
not-chosen = Sin elegir
nothing-leaves = Nada sale de esta red.
nothing-leaves-hint = Stepboard responde a sus equipos. No llama a nadie más.
continue-with-scanners = { $count ->
    [one] Continuar con 1 equipo
   *[other] Continuar con { $count } equipos
}
continue-without-scanners = Continuar sin equipos
open-board = Abrir el tablero
add-later = Puede añadir equipos cuando quiera en Dispositivos.
back = Atrás
edit = Editar
station-name = Nombre de la estación
station-name-hint = El servicio o puesto, como lo llaman las personas.
own-ae-title-hint = Como nos llaman los equipos. De 1 a 16 caracteres.
own-port-hint = 11112 salvo que otro programa lo use.
listen-to = Escuchar
listen-network = En la red, para que los equipos lleguen
listen-machine = Solo en esta máquina
save-identity = Guardar y escuchar
listening-on = Escuchando en { $address }:{ $port }
waiting-first-call = Esperando el primer C-ECHO
heard-of = { $heard } de { $count }
just-now = ahora mismo
schedule-question = ¿De dónde viene la agenda?
schedule-later = Puede cambiarlo después o usar varios.
schedule-has = { $count ->
    [one] 1 orden está en la agenda.
   *[other] { $count } órdenes están en la agenda.
}
source-file-title = Archivo CSV
source-file-what = Elija un archivo y vea qué pasa con cada fila.
source-file-best = Lo mejor sin RIS, o para empezar hoy
source-hand-title = A mano
source-hand-what = Introduzca órdenes una a una, o según llegan los pacientes.
source-hand-best = Lo mejor para pocos exámenes al día
source-demo-title = Servicio de demostración
source-demo-what = Salas, pacientes y exámenes simulados: un día que transcurre solo.
source-demo-best = Lo mejor para aprender. Se borra con un clic

# Catálogo de protocolos
protocols = Protocolos
protocols-hint = Cómo debe quedar un procedimiento cuando se realiza
add-protocol = Añadir protocolo
edit-protocol = Editar protocolo
save-protocol = Guardar protocolo
remove-protocol = Quitar protocolo
remove-protocol-effect = Desde hoy ningún examen se compara con { $name }. Los de días anteriores, sí.
no-protocols = Aún no hay protocolos. Añada uno, acepte uno aprendido de exámenes anteriores o declárelos en un archivo.
protocol-saved = { $name } guardado. Vale desde hoy.
protocol-removed = { $name } quitado.
protocol-effect = Vale desde hoy. Los exámenes de días anteriores se juzgan por la versión de su día.
protocol-declared = de un archivo
protocol-edited = a mano
protocol-learned = aprendido
former-versions = { $count ->
    [one] 1 versión anterior
   *[other] { $count } versiones anteriores
}
minutes = Minutos
expected-series = Series previstas
holds-since = Vale desde
others-are-extra = las demás sobran
contrast-given = Se administra
contrast-not-given = No se administra
contrast-says-nothing = No se compara
proposals = Aprendido de exámenes anteriores
no-proposals = Nada que proponer: hacen falta al menos diez exámenes completados de un procedimiento sin protocolo, de los últimos 90 días.
proposal-exams = De { $exams } exámenes.
proposal-certain = { $with } de { $exams } exámenes tenían cada una de las series necesarias.
series-in-exams = { $with } de { $exams }
optional = opcional
required = Necesaria
accept-proposal = Aceptar
accept-proposal-of = Aceptar el protocolo de { $name }
report-extra-series = Otras series que estas merecen una mirada
series-patterns-hint = En el orden en que se adquieren. Una serie se reconoce por su nombre, o por patrones de su descripción o nombre de protocolo: * vale por cualquier texto, ? por un carácter, | separa varios.
series-name = Nombre de la serie
series-patterns = Patrones
add-series = Añadir serie
move-up = Subir
move-series-up = Subir { $name }
remove-named = Quitar { $name }
performed-protocols = Códigos de protocolo realizado
performed-protocols-hint = Los códigos correctos; sin ninguno no se comparan.
code-value = Código
code-meaning = Significado
add-code = Añadir código
series-of-expected = { $found } de { $expected } series
all-series-acquired = { $count ->
    [one] La serie prevista adquirida
   *[other] Las { $count } series previstas adquiridas
}
series-not-yet = { $names }: aún sin adquirir
series-not-yet-count = { $count } series previstas aún sin adquirir
series-missing = Falta { $names }
series-missing-count = Faltan { $count } series previstas
optional-series-absent = { $name } sin adquirir, opcional
series-extra = { $name } no estaba prevista
not-expected = no prevista
protocol-wrong = El protocolo { $name } no es de este procedimiento
contrast-other = El contraste no es el previsto
adherence-score = adherencia { $score } %

# Cargos
charges = Cargos
charges-open = Abiertos
charges-released = Liberados
charges-exported = Exportados
charges-nothing = Sin cargos
charges-differing = Con diferencias
charges-differ = Difiere de la petición
charges-against = comparado con la petición { $number }
search-charges = Paciente, ID, número de acceso o cargo
no-charges = Ningún examen de estos días ha terminado.
no-charge-matches = Ningún examen coincide con estos filtros.
not-charged-unscheduled = Todavía sin petición
not-charged-running = Todavía en curso
not-charged-wrong-entry = Entrada equivocada de la lista
not-charged-discontinued = Interrumpido, sin cargo
not-charged-no-code = Sin código de procedimiento
not-charged-not-in-catalogue = No está en el catálogo
charge-code = Código de cargo
charge-meaning = Descripción
charge-quantity = Cantidad
charge-quantity-hint = 0 lo retira.
charge-state = Estado
charge-not-said = ninguno
charge-matches = Coincide con la petición
charge-more = Más de lo pedido
charge-less = Menos de lo pedido
charge-unknown = No está en el catálogo
charge-manual = Añadido a mano
charge-allowed = Permitido
charge-credit = Abono
films-count = { $count ->
    [one] 1 película
   *[other] { $count } películas
}
exported-at = Exportado { $time }
released-at = Liberado { $time } por { $who }
correct-charge = Corregir
correct-charge-of = Corregir { $charge }
correct-charge-title = Corregir un cargo
correct-charge-released = Esta línea ya se liberó. La próxima liberación la abona y carga de nuevo la correcta.
add-charge = Añadir un cargo
save-charge = Guardar
charge-corrected = Cargo corregido.
select = Elegir
select-exam = Elegir a { $patient }
more-exams = { $count ->
    [one] Mostrar 1 examen más
   *[other] Mostrar más de { $count } exámenes
}
release-selected = Liberar los elegidos ({ $count })
release-plain = Liberar todos sin diferencias ({ $count })
charges-released-count = { $count ->
    [one] Cargos de 1 examen liberados.
   *[other] Cargos de { $count } exámenes liberados.
}
export-charges = Exportar los cargos liberados
export-xlsx = Libro sin nombres
export-csv = CSV sin nombres
export-xlsx-names = Libro con nombres
export-csv-names = CSV con nombres
export-xlsx-again = Libro, también los ya exportados
charges-in-file = { $count ->
    [one] 1 cargo en { $path }.
   *[other] { $count } cargos en { $path }.
}
charge-catalogue = Catálogo de cargos
no-charge-rules = Todavía no se carga nada. Añada una entrada o declárelas con stepboard-server apply.
add-charge-rule = Añadir una entrada
edit-charge-rule = Editar la entrada
remove-charge-rule = Quitar la entrada
charge-rule-saved = Entrada guardada.
charge-rule-removed = Entrada quitada. Lo liberado queda.
charge-on = Se carga por
charge-made-by = Código informado
charge-on-supply = Material o contraste
charge-on-billing-code = Código de facturación
charge-on-film = Película
charge-on-exposure = Exposición
quantity-once = Una vez por examen
quantity-as-reported = Según lo informado
quantity-rounded-up = Redondeado a piezas
charge-modifiers = Modificadores
charge-modifiers-hint = Cuatro como máximo, separados por espacios.
charge-ordered-hint = Cuántos implica una petición. Vacío no dice nada.
charge-discontinued = Si se interrumpe
charge-discontinued-hint = Porcentaje que se carga de un examen interrumpido.
percent-range = Un número de 0 a 100.

# Files
export = Exportar
export-format = Formato
format-xlsx = Libro de cálculo (XLSX)
format-csv = CSV
export-names = Nombres
export-without-names = Sin nombres
export-with-names = Con nombres
export-audited = La exportación queda anotada en el registro de auditoría.
export-file = Exportar el archivo
exported = { $count ->
    [one] 1 fila guardada: { $path }
   *[other] { $count } filas guardadas: { $path }
}
key-export = Exportar

# Audit
audit = Auditoría
audit-what = Cada cambio, con quién, cuándo, antes y después
audit-open = Abrir el registro de auditoría
audit-export = Exportar el registro de auditoría
audit-who = Quién
audit-everyone = Todos
audit-action = Acción
audit-all-actions = Todas las acciones
audit-subject = Elemento
audit-all-subjects = Todos los elementos
audit-changed = Qué cambió
audit-count = { $count ->
    [one] 1 entrada
   *[other] { $count } entradas
}
audit-none = Nada cambió en estos días. Elija otros.
audit-none-matches = Ninguna entrada coincide con estos filtros.
audit-details = Entrada
audit-choose = Elija una entrada para ver qué cambió.
audit-number = Número
audit-note = Nota
audit-field = Campo
audit-before = Antes
audit-after = Después
audit-no-fields = No cambió ningún campo.
last-days = { $count } días
chain-verifying = Verificando…
chain-unknown = Sin verificar
chain-whole = { $count ->
    [one] Íntegro, 1 entrada verificada
   *[other] Íntegro, { $count } entradas verificadas
}
chain-broken = Alterado después: la entrada { $entry }, o falta una anterior
chain-cut = Cortado: faltan la entrada { $entry } y las siguientes
did-create = Creado
did-edit = Modificado
did-remove = Eliminado
did-arrive = Marcado como llegado
did-ready = Marcado como listo
did-back = Devuelto
did-cancel = Anulado
did-move = Movido
did-undo = Deshecho
did-admit = Admitido
did-import = Importado
did-export = Exportado
did-link = Vinculado
did-unlink = Desvinculado
did-split = Dividido
did-merge = Unido
did-accept = Aceptado
did-assign = Asignado
did-dismiss = Descartado
record-scheduled-step = Orden
record-performed-step = Paso realizado
record-link = Vínculo
record-discrepancy = Discrepancia
record-device = Dispositivo
record-called-ae = AE title llamado
record-caller = Dispositivo desconocido
record-setting = Ajustes
record-protocol = Protocolo
record-charge = Cargo
record-audit = Registro de auditoría
record-quality = Informe de calidad

# Quality
quality = Calidad
quality-none = No hay exámenes en estos días. Elija otros.
quality-figures = Cifras del informe
quality-exams = Exámenes
quality-unscheduled = Fuera de agenda
quality-deviating = Con desviación
quality-decided = De ellos, resueltos
quality-adherence = Adherencia
quality-all-procedures = Todos los procedimientos
quality-by-procedure = Por procedimiento
quality-by-exam = Por examen
quality-count = { $count ->
    [one] 1 examen
   *[other] { $count } exámenes
}
quality-ordered = Pedido
quality-performed = Realizado
quality-deviations = Desviaciones
quality-more = Mostrar más de { $count }
quality-export = Exportar el informe de calidad
quality-period = Informe de calidad, del { $from } al { $to }
print = Imprimir
deviation-open = abierta
deviation-closed = cerrada por sí sola
deviation-decided = resuelta por { $who }

# Por qué acabó una asociación y en qué se desvían los mensajes
end-maximum-length = ningún mensaje cabe en la longitud máxima que anuncia
end-application-context = contexto de aplicación no admitido
end-calling-ae-title = no se reconoce el AE title que llama
end-called-ae-title = no se reconoce el AE title llamado
end-protocol-version = versión del protocolo no admitida
end-listener-full = hay tantas asociaciones abiertas como puede tener el servicio, o una dirección
end-device-full = este equipo tiene tantas asociaciones abiertas como permite su perfil
end-tls-only = a este equipo solo se le admite por TLS
end-other-certificate = no es el certificado con el que está registrado este equipo
end-certificate-of-another = el certificado es de otro equipo
end-handshake = falló la negociación TLS ({ $detail })
end-request-unreadable = no se puede leer la petición de asociación: «{ $detail }» acaba más allá de lo que lo contiene
end-no-request = { $detail } llegó antes de una petición de asociación
end-aborted = anulada por el otro lado (origen y motivo { $detail })
end-not-released = cerrada sin liberarla
end-listener-stopped = el servicio se detuvo
end-too-old = abierta más tiempo del permitido
end-unexpected-pdu = no correspondía { $detail }
end-unexpected-response = una respuesta sin petición
end-connection-failed = falló la conexión ({ $detail })
end-closed-within = la conexión se cerró en medio de una PDU
end-silent = no llegó nada en { $detail } s
end-stuck = el otro lado no recibió nada durante { $detail } s
end-unknown-pdu = no existe ninguna PDU de tipo { $detail }
end-pdu-too-long = más larga que los bytes permitidos: { $detail }
end-value-too-long = un valor de datos más largo que su PDU: { $detail } bytes
end-unknown-context = no se aceptó el contexto de presentación { $detail }
end-interleaved = dos mensajes mezclados (contextos de presentación { $detail })
end-data-first = un conjunto de datos sin conjunto de órdenes
end-command-within-data = un conjunto de órdenes dentro de un conjunto de datos
end-command-too-long = un conjunto de órdenes de más de { $detail } bytes
end-data-too-long = un conjunto de datos de más de { $detail } bytes
end-command-unreadable = no se puede leer el conjunto de órdenes ({ $detail })
identity-user-name = nombre de usuario
identity-passcode = nombre de usuario con contraseña
identity-kerberos = tique Kerberos
identity-saml = aserción SAML
identity-jwt = testigo web JSON
identity-unknown = tipo desconocido
answered-comment = se respondió «{ $comment }»
deviation-of-scheduled = de un paso programado
deviation-of-series = de una serie
deviation-missing-1 = falta (tipo 1)
deviation-empty-1 = está vacío (tipo 1)
deviation-missing-2 = falta (tipo 2)
deviation-sequence = es una secuencia
deviation-no-ae-title = no es un AE title
deviation-no-date = no es una fecha
deviation-no-time = no es una hora
deviation-unknown-status = no es ninguno de los tres valores
deviation-not-in-progress = no es IN PROGRESS en un N-CREATE (F.7.2.1.3)
deviation-not-allowed-in-set = no se permite en un N-SET
deviation-unexplained-text = no cubre el texto (tipo 1C)
deviation-no-value-at-end = no tiene valor en el estado final (PS3.4 F.7.2.2)
deviation-no-item-at-end = no tiene ningún elemento en el estado final (PS3.4 F.7.2.2.2)
deviation-nothing-listed = ninguna serie realizada enumera sus imágenes u otros objetos en el estado final (PS3.4 F.7.2.2.2)
deviation-ends-before-start = el paso realizado acaba antes de empezar
deviation-fewer = pasó de { $before } a { $after } elementos (PS3.4 F.7.2.2.2)
deviation-fewer-in-all = pasó de { $before } a { $after } elementos en todas las series (PS3.4 F.7.2.2.2)
deviation-not-created = se asignó sin haberse creado (PS3.4 F.7.2.1.2)
deviation-kept = no se puede cambiar con N-SET y se conservó como se creó (PS3.4 Tabla F.7.2-1)
deviation-repeated = llegó otra vez el mismo N-CREATE

# Nuestros AE titles, certificados de quien llama, consultas anteriores
queries-older = Anteriores
queries-latest = Volver a las últimas
queries-all = No se conservan más antiguas.
offered-modalities = Modalidades ofrecidas
offered-modalities-hint = Separadas por comas, como «CT, PT». Vacío las ofrece todas.
offered-stations = Estaciones ofrecidas
offered-stations-hint = AE titles separados por comas. Vacío las ofrece todas.
called-panel = Nuestros AE titles
called-panel-hint = A qué puede llamar un equipo y qué se le ofrece con cada uno.
called-offers = Lista de trabajo ofrecida
called-main = del archivo de ajustes
called-all = Como para todos
called-own-manner = Todo, respondido a su manera
called-own-station = solo la estación propia
called-days = { $back } días atrás, { $ahead } por delante
called-most = como mucho { $count } a la vez
add-called = Añadir un AE title
edit-called = Cambiar lo que ofrece
save-called = Guardar lo que ofrece
remove-called = Quitar este AE title
remove-called-now = Quitar AE title
called-of = Ofrecido con { $title }
called-effect = Lo que diga el perfil de un equipo va por delante.
called-saved = Desde ahora se responde a { $title }.
called-removed = Ya no se responde a { $title }.
remove-called-effect = Los equipos que llamen a { $title } serán rechazados hasta que llamen a otro de nuestros AE titles.
caller-wrong-certificate = Muestra **otro certificado** que aquel con el que está registrado.
compare-certificate = Comparar certificados
accept-certificate = Aceptar este certificado
certificate-differs = { $title } llama desde { $address } con otro certificado que aquel con el que está registrado. Ocurre tras una renovación, o cuando otra máquina usa su nombre.
certificate-registered = Registrado (SHA-256)
certificate-shown = El que muestra ahora (SHA-256)
certificate-compare = Compárelo con el que indica el propio equipo, o quien lo mantiene. Desde entonces solo se le admitirá con este.
tie-to-certificate = Admitirlo solo con este certificado
changes-same-person = El examen pertenece a la orden que nombra. Ambos identificadores son de la misma persona, y no se preguntará por el próximo examen con ese identificador.
obstacle-not-linked = No está vinculado a ninguna orden.
obstacle-linked = Está vinculado a una orden.
obstacle-no-patient-id = No tiene identificador de paciente. Corríjalo primero.
obstacle-runs = Está en curso, y el equipo aún puede cambiarlo.
obstacle-ended = Ya ha terminado.
obstacle-started = El examen ha empezado o se anuló.
basis-study-and-step = estudio y paso
basis-study = estudio
basis-referenced-study = estudio referenciado
basis-accession-and-step = acceso y paso
basis-accession-and-procedure = acceso y procedimiento
basis-accession = acceso
basis-procedure-and-patient = procedimiento y paciente
basis-person = una persona
