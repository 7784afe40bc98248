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
key-go = Ir a Tablero, En curso, Órdenes, Dispositivos, Ajustes
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
key-toast = Ir al mensaje de abajo
key-help = Esta lista
key-close = Cerrar lo abierto

rooms-count = { $count ->
    [one] 1 sala
   *[other] { $count } salas
}

# Lo que hace una persona
action-open = Abrir examen
action-arrive = Marcar llegado
action-ready = Marcar preparado
action-back = Volver a programado
action-move = Mover…
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
