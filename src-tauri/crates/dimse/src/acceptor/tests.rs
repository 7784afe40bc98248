//! Limits, stops and defects, over real sockets.

use super::*;
use crate::client::{Association, Error, Proposal};
use crate::testing::{Department, Running};
use std::process::Command;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

fn proposal() -> Proposal {
    Proposal::new("CT1", "STEPBOARD")
}

async fn connect(running: &Running) -> Result<Association, Error> {
    Association::connect(running.address, &proposal()).await
}

#[tokio::test]
async fn beyond_the_limit_is_rejected_for_now() {
    for limits in [
        Limits {
            associations: 2,
            ..Limits::default()
        },
        Limits {
            associations_per_peer: 2,
            ..Limits::default()
        },
    ] {
        let running = Running::start(Department::default(), limits).await;
        let first = connect(&running).await.unwrap();
        let _second = connect(&running).await.unwrap();
        let third = connect(&running).await.unwrap_err();
        let is_local_limit = matches!(
            third,
            Error::Rejected {
                result: 2,
                source_byte: 3,
                reason: 2
            }
        );
        assert!(is_local_limit, "{third}");
        first.release().await.unwrap();
        // The seat is free once the task has ended.
        let again = async {
            while connect(&running).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        timeout(SOON, again).await.unwrap();
        running.stop().await;
    }
}

#[tokio::test]
async fn a_panic_ends_its_association_only() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let mut other = connect(&running).await.unwrap();
    let broken = Association::connect(running.address, &Proposal::new("PANIC", "X")).await;
    assert!(matches!(broken, Err(Error::Closed | Error::Broken(_))));
    assert!(other.echo().await.unwrap().is_success());
    assert!(connect(&running).await.is_ok());
    running.stop().await;
}

#[tokio::test]
async fn a_stop_aborts_idle_associations_and_takes_no_more() {
    let running = Running::start(Department::default(), Limits::default()).await;
    let address = running.address;
    let mut association = connect(&running).await.unwrap();
    timeout(SOON, running.stop()).await.unwrap();
    let error = association.echo().await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Aborted { source_byte: 0, .. } | Error::Closed | Error::Broken(_)
        ),
        "{error}"
    );
    assert!(matches!(
        Association::connect(address, &proposal()).await,
        Err(Error::Connect(_))
    ));
}

#[tokio::test]
async fn connections_that_ask_nothing_are_closed() {
    let limits = Limits {
        association_request_time: Duration::from_millis(100),
        ..Limits::default()
    };
    let running = Running::start(Department::default(), limits).await;
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    let mut slow = TcpStream::connect(running.address).await.unwrap();
    slow.write_all(&[1, 0, 0, 0]).await.unwrap();
    let mut http = TcpStream::connect(running.address).await.unwrap();
    http.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    for stream in [&mut silent, &mut slow, &mut http] {
        let mut answer = Vec::new();
        let _: Result<_, _> = timeout(SOON, stream.read_to_end(&mut answer))
            .await
            .unwrap();
        assert_eq!(answer.first(), Some(&7), "an A-ABORT, then the end");
    }
    running.stop().await;
}

#[tokio::test]
async fn silence_ends_an_association() {
    let limits = Limits {
        idle: Duration::from_millis(100),
        ..Limits::default()
    };
    let running = Running::start(Department::default(), limits).await;
    let association = connect(&running).await.unwrap();
    let heard = async {
        while running.department.heard_traffic().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, heard).await.unwrap();
    assert_eq!(running.department.heard_traffic(), [crate::Traffic::Broken]);
    drop(association);
    running.stop().await;
}

#[tokio::test]
async fn many_associations_at_the_same_time() {
    let limits = Limits {
        associations_per_peer: 128,
        ..Limits::default()
    };
    let running = Running::start(Department::default(), limits).await;
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let address = running.address;
        tasks.spawn(async move {
            let mut association = Association::connect(address, &proposal()).await.unwrap();
            for _ in 0..10 {
                assert!(association.echo().await.unwrap().is_success());
            }
            association.release().await.unwrap();
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    assert_eq!(running.department.heard_traffic().len(), 1000);
    running.stop().await;
}

/// Output of a DCMTK tool against the listener; `None`, said aloud, if it is not installed.
async fn dcmtk(running: &Running, tool: &str, arguments: &[&str]) -> Option<String> {
    let path = format!("/usr/bin/{tool}");
    if !std::path::Path::new(&path).exists() {
        eprintln!("skipped: {path} is not installed");
        return None;
    }
    let port = running.address.port().to_string();
    let mut command = Command::new(path);
    command
        .args(arguments)
        .args(["-aet", "CT1", "-aec", "STEPBOARD", "127.0.0.1", &port]);
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{text}");
    Some(text)
}

#[tokio::test]
async fn dcmtk_verifies() {
    let running = Running::start(Department::default(), Limits::default()).await;
    for arguments in [
        &["-v"][..],
        &["-v", "-pdu", "4096"],
        &["-v", "--propose-ts", "3"],
    ] {
        if let Some(text) = dcmtk(&running, "echoscu", arguments).await {
            assert!(text.contains("Received Echo Response (Success)"), "{text}");
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn dcmtk_finds_the_worklist() {
    let steps = (1..=50).map(crate::testing::step).map(Arc::new).collect();
    let running = Running::start(
        Department {
            steps,
            ..Department::default()
        },
        Limits::default(),
    )
    .await;
    let keys = [
        "-W",
        "-d",
        "-pdu",
        "4096",
        "-k",
        "PatientName",
        "-k",
        "PatientID",
        "-k",
        "AccessionNumber=A0000*",
        "-k",
        "ScheduledProcedureStepSequence[0].Modality=CT",
        "-k",
        "ScheduledProcedureStepSequence[0].ScheduledStationAETitle",
        "-k",
        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20261122",
        "-k",
        "RequestedProcedureCodeSequence[0].CodeValue",
    ];
    for syntax in ["-xi", "-xe"] {
        let arguments: Vec<&str> = keys.iter().copied().chain([syntax]).collect();
        if let Some(text) = dcmtk(&running, "findscu", &arguments).await {
            assert_eq!(text.matches("Received Find Response").count(), 9, "{text}");
            assert!(text.contains("CT1\\CT2"), "{text}");
            assert!(text.contains("CTHEAD"), "{text}");
        }
    }
    running.stop().await;
}
