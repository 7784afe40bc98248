//! The desk of a coordinator: the commands of the window, answered by the real department or the
//! simulated one, whichever is open.

use crate::config::default_data_folder;
use crate::demo::Demo;
use crate::department::Department;
use crate::service::{OpenError, Service, StartOptions};
use contract::events::Event;
use contract::{Command, Failure, FailureCode};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, broadcast};

/// Events a slow window may lag behind.
const BUFFER: usize = 1024;

/// How the window starts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The data folder; the platform's when absent.
    pub data: Option<PathBuf>,
    /// The settings file; `stepboard.toml` in the data folder when absent.
    pub config: Option<PathBuf>,
    /// Whether to begin with the simulated department.
    pub demo: bool,
}

impl Options {
    /// The real department these options name.
    #[must_use]
    pub fn start_options(self) -> StartOptions {
        let data = self.data.unwrap_or_else(default_data_folder);
        StartOptions {
            config: self.config,
            ..StartOptions::new(data)
        }
    }
}

/// What the window talks to. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    shared: Arc<Shared>,
}

struct Shared {
    real: Arc<Service>,
    demo: Mutex<Option<Demo>>,
    open: RwLock<Arc<Service>>,
    events: broadcast::Sender<Event>,
}

impl Desk {
    /// Opens the department and listens. A port that cannot be listened on does not stop the
    /// window: it is shown there.
    ///
    /// # Errors
    /// When the data folder, the settings file or the database cannot be used.
    pub async fn open(options: Options) -> Result<Self, OpenError> {
        let demo = options.demo;
        let real = Arc::new(Service::open(options.start_options()).await?);
        if let Err(error) = real.listen(None).await {
            tracing::warn!(%error, "the window opens without listening");
        }
        let desk = Self::of(real);
        if demo && let Err(failure) = desk.start_demo().await {
            tracing::error!(%failure, "the simulated department could not be opened");
        }
        Ok(desk)
    }

    /// The desk of a department that runs already.
    #[must_use]
    pub fn of(real: Arc<Service>) -> Self {
        let (events, _) = broadcast::channel(BUFFER);
        let shared = Shared {
            demo: Mutex::new(None),
            open: RwLock::new(Arc::clone(&real)),
            events,
            real,
        };
        let desk = Self {
            shared: Arc::new(shared),
        };
        desk.forward(&desk.shared.real);
        desk
    }

    /// Every event of the open department from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.shared.events.subscribe()
    }

    /// Answers a command of the window.
    ///
    /// # Errors
    /// As the command says.
    pub async fn run<C: Answered>(&self, request: C) -> Result<C::Output, Failure> {
        request.answer(self).await
    }

    /// The open department: the real one or the simulated one.
    #[must_use]
    pub fn department(&self) -> Arc<Department> {
        Arc::clone(self.service().department())
    }

    /// Where the real department listens with TLS, if it does.
    pub async fn tls_address(&self) -> Option<SocketAddr> {
        self.shared.real.tls_address().await
    }

    /// The open department with its listener.
    pub(crate) fn service(&self) -> Arc<Service> {
        Arc::clone(
            &self
                .shared
                .open
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Opens the simulated department. The real one goes on listening meanwhile.
    pub(crate) async fn start_demo(&self) -> Result<(), Failure> {
        let mut demo = self.shared.demo.lock().await;
        if demo.is_some() {
            return Ok(());
        }
        let real = self.shared.real.department();
        let started = Demo::start(&real.data, real.settings().preferences).await?;
        self.forward(started.service());
        self.show(started.service());
        *demo = Some(started);
        Ok(())
    }

    /// Ends the simulated department, erases it, and returns to the real one.
    pub(crate) async fn stop_demo(&self) -> Result<(), Failure> {
        let Some(demo) = self.shared.demo.lock().await.take() else {
            return Ok(());
        };
        self.show(&self.shared.real);
        demo.stop().await;
        Ok(())
    }

    fn show(&self, service: &Arc<Service>) {
        *self
            .shared
            .open
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(service);
        // Nobody listens while no window is open.
        let _ = self.shared.events.send(Event::Resync);
    }

    /// Passes a department's events on while it is the open one.
    fn forward(&self, service: &Arc<Service>) {
        let mut events = service.subscribe();
        let shared = Arc::clone(&self.shared);
        let service = Arc::downgrade(service);
        tokio::spawn(async move {
            loop {
                let event = match events.recv().await {
                    Ok(event) => event,
                    Err(broadcast::error::RecvError::Lagged(_)) => Event::Resync,
                    Err(broadcast::error::RecvError::Closed) => return,
                };
                let open = shared.open.read().unwrap_or_else(PoisonError::into_inner);
                if std::ptr::eq(Arc::as_ptr(&open), service.as_ptr()) {
                    let _ = shared.events.send(event);
                }
            }
        });
    }

    /// Stops everything, within what is bounded elsewhere.
    pub async fn shutdown(self) {
        if let Some(demo) = self.shared.demo.lock().await.take() {
            demo.stop().await;
        }
        self.shared.real.shutdown().await;
    }
}

/// A command this desk answers.
pub trait Answered: Command {
    /// Answers it.
    fn answer(self, desk: &Desk) -> impl Future<Output = Result<Self::Output, Failure>> + Send;
}

macro_rules! answered {
    ($($command:ty => |$desk:ident, $request:ident| $answer:expr;)*) => {
        $(impl Answered for $command {
            async fn answer(self, $desk: &Desk) -> Result<Self::Output, Failure> {
                let $request = self;
                $answer.await
            }
        })*

        impl Desk {
            /// Answers a command by its name, with JSON in and out.
            ///
            /// # Errors
            /// As the command says; an unknown name or a request that cannot be read is refused.
            pub async fn call(
                &self,
                name: &str,
                request: serde_json::Value,
            ) -> Result<serde_json::Value, Failure> {
                let refused = |error: serde_json::Error| {
                    Failure::new(FailureCode::Refused, error.to_string())
                };
                match name {
                    $(<$command as Command>::NAME => {
                        let request: $command =
                            serde_json::from_value(request).map_err(refused)?;
                        serde_json::to_value(self.run(request).await?).map_err(refused)
                    })*
                    _ => Err(Failure::new(
                        FailureCode::NotFound,
                        format!("there is no command {name}"),
                    )),
                }
            }
        }
    };
}

use contract::{
    alerts, audit, board, charges, device_learning, devices, exam, import, network, orders,
    protocols, quality, queries, reconciliation, search, setup, shell,
};

answered! {
    shell::ShowShell => |desk, _request| desk.department().show_shell();
    shell::SavePreferences => |desk, request|
        desk.department().save_preferences(request.preferences);
    board::ShowBoard => |desk, request| desk.department().show_board(request);
    alerts::ShowAlerts => |desk, _request| desk.department().show_alerts();
    exam::ShowExam => |desk, request| desk.department().show_exam(request);
    exam::ShowMessage => |desk, request| desk.department().show_message(request);
    orders::ListOrders => |desk, request| desk.department().list_orders(request);
    orders::ShowOrder => |desk, request| desk.department().show_order(request);
    orders::SaveOrder => |desk, request| desk.department().save_order(request);
    orders::ChangeStep => |desk, request| desk.department().change_step(request);
    orders::Undo => |desk, request| desk.department().undo(request);
    import::PreviewImport => |desk, request| desk.department().preview_import(request);
    import::RunImport => |desk, request| desk.department().run_import(request);
    devices::ListDevices => |desk, _request| desk.department().list_devices();
    devices::SaveDevice => |desk, request| desk.department().save_device(request);
    devices::RemoveDevice => |desk, request| desk.department().remove_device(request);
    devices::AdmitCaller => |desk, request| desk.department().admit_caller(request);
    devices::DismissCaller => |desk, request| desk.department().dismiss_caller(request);
    devices::EchoDevice => |desk, request| desk.department().echo_device(request);
    devices::SaveCalled => |desk, request| desk.department().save_called(request);
    devices::RemoveCalled => |desk, request| desk.department().remove_called(request);
    device_learning::ProposeProfile => |desk, request|
        desk.department().propose_profile(request);
    queries::ListQueries => |desk, request| desk.department().list_queries(request);
    queries::ExplainQuery => |desk, request| desk.department().explain_query(request);
    protocols::ListProtocols => |desk, _request| desk.department().list_protocols();
    protocols::SaveProtocol => |desk, request| desk.department().save_protocol(request);
    protocols::RemoveProtocol => |desk, request| desk.department().remove_protocol(request);
    charges::ListCharges => |desk, request| desk.department().list_charges(request);
    charges::ShowCharges => |desk, request| desk.department().show_charges(request);
    charges::ReleaseCharges => |desk, request| desk.department().release_charges(request);
    charges::CorrectCharge => |desk, request| desk.department().correct_charge(request);
    charges::ExportCharges => |desk, request| desk.department().export_charges(request);
    charges::ListChargeRules => |desk, request| desk.department().list_charge_rules(request);
    charges::SaveChargeRule => |desk, request| desk.department().save_charge_rule(request);
    charges::RemoveChargeRule => |desk, request| desk.department().remove_charge_rule(request);
    network::ListAssociations => |desk, request| desk.department().list_associations(request);
    network::ListMessages => |desk, request| desk.department().list_messages(request);
    network::ExportMessages => |desk, request| desk.department().export_messages(request);
    audit::ListAudit => |desk, request| desk.department().list_audit(request);
    audit::VerifyAudit => |desk, _request| desk.department().verify_audit();
    audit::ExportAudit => |desk, request| desk.department().export_audit(request);
    quality::ShowQuality => |desk, request| desk.department().show_quality(request);
    quality::ExportQuality => |desk, request| desk.department().export_quality(request);
    reconciliation::ShowQueue => |desk, request| desk.department().show_queue(request);
    reconciliation::ShowCase => |desk, request| desk.department().show_case(request);
    reconciliation::Decide => |desk, request| desk.department().decide(request);
    reconciliation::AssignItems => |desk, request| desk.department().assign_items(request);
    reconciliation::FindCandidates => |desk, request|
        desk.department().find_candidates(request);
    reconciliation::MarkNoShow => |desk, request| desk.department().mark_no_show(request);
    search::Search => |desk, request| desk.department().search(request);
    setup::ShowSetup => |desk, _request| desk.department().show_setup();
    setup::SaveIdentity => |desk, request| desk.service().save_identity(request);
    setup::FinishSetup => |desk, _request| desk.department().finish_setup();
    setup::StartDemo => |desk, _request| desk.start_demo();
    setup::StopDemo => |desk, _request| desk.stop_demo();
}
