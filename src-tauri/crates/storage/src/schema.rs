//! The tables as Diesel sees them. Kept equal to `migrations/` by a test.

diesel::table! {
    patient (id) {
        id -> BigInt,
        patient_id -> Text,
        issuer -> Text,
        name -> Text,
        birth_date -> Text,
        sex -> Text,
        weight -> Text,
        size -> Text,
        medical_alerts -> Text,
        allergies -> Text,
        pregnancy_status -> Nullable<Integer>,
        state -> Text,
        special_needs -> Text,
        confidentiality -> Text,
        comments -> Text,
    }
}

diesel::table! {
    imaging_order (id) {
        id -> BigInt,
        patient -> BigInt,
        accession_number -> Text,
        placer_order_number -> Text,
        filler_order_number -> Text,
        referring_physician_name -> Text,
        requesting_physician -> Text,
        requesting_service -> Text,
        admission_id -> Text,
        current_patient_location -> Text,
        source -> Text,
        ordered_at -> BigInt,
    }
}

diesel::table! {
    requested_procedure (id) {
        id -> BigInt,
        imaging_order -> BigInt,
        requested_procedure_id -> Text,
        description -> Text,
        code_value -> Text,
        code_scheme -> Text,
        code_meaning -> Text,
        priority -> Integer,
        reason -> Text,
        comments -> Text,
        transport -> Text,
        study_instance_uid -> Text,
    }
}

diesel::table! {
    scheduled_step (id) {
        id -> BigInt,
        requested_procedure -> BigInt,
        revision -> BigInt,
        scheduled_procedure_step_id -> Text,
        description -> Text,
        protocol_codes -> Text,
        modality -> Text,
        station_ae_titles -> Text,
        station_name -> Text,
        location -> Text,
        start_date -> Text,
        start_time -> Text,
        performing_physician_name -> Text,
        pre_medication -> Text,
        contrast_agent -> Text,
        comments -> Text,
        expected_minutes -> Integer,
        status -> Integer,
        manual_status -> Integer,
        arrived_at -> Nullable<BigInt>,
        canceled_at -> Nullable<BigInt>,
        removed -> Integer,
    }
}

diesel::table! {
    performed_step (id) {
        id -> BigInt,
        sop_instance_uid -> Text,
        revision -> BigInt,
        status -> Integer,
        calling_ae_title -> Text,
        station_ae_title -> Text,
        station_name -> Text,
        location -> Text,
        performed_procedure_step_id -> Text,
        description -> Text,
        type_description -> Text,
        comments -> Text,
        modality -> Text,
        study_id -> Text,
        admission_id -> Text,
        patient_id -> Text,
        issuer -> Text,
        patient_name -> Text,
        birth_date -> Text,
        sex -> Text,
        start_date -> Text,
        start_time -> Text,
        end_date -> Text,
        end_time -> Text,
        procedure_codes -> Text,
        protocol_codes -> Text,
        discontinuation_reasons -> Text,
        series_count -> Integer,
        image_count -> Nullable<Integer>,
        board_day -> Text,
        received_at -> BigInt,
        last_message_at -> BigInt,
        final_at -> Nullable<BigInt>,
        mismatched_step -> Nullable<BigInt>,
        linked -> Integer,
        character_set -> Text,
        attributes -> Integer,
        findings -> Text,
        closed_by -> Text,
        corrected_by -> Text,
        reason_by -> Text,
        late_messages -> Integer,
        charge -> Nullable<Integer>,
        keep_images -> Nullable<Integer>,
    }
}

diesel::table! {
    scheduled_reference (performed_step, position) {
        performed_step -> BigInt,
        position -> Integer,
        study_instance_uid -> Text,
        referenced_study_uids -> Text,
        accession_number -> Text,
        requested_procedure_id -> Text,
        requested_procedure_description -> Text,
        requested_procedure_codes -> Text,
        scheduled_procedure_step_id -> Text,
        scheduled_procedure_step_description -> Text,
        scheduled_protocol_codes -> Text,
        placer_order_number -> Text,
        filler_order_number -> Text,
    }
}

diesel::table! {
    performed_series (performed_step, position) {
        performed_step -> BigInt,
        position -> Integer,
        series_instance_uid -> Text,
        protocol_name -> Text,
        description -> Text,
        retrieve_ae_title -> Text,
        operators -> Text,
        performing_physicians -> Text,
        image_count -> Nullable<Integer>,
        other_count -> Nullable<Integer>,
        images -> Text,
        others -> Text,
        first_reported_at -> BigInt,
    }
}

diesel::table! {
    consumption (performed_step, source, position) {
        performed_step -> BigInt,
        source -> Integer,
        position -> Integer,
        code_value -> Text,
        code_scheme -> Text,
        code_meaning -> Text,
        name -> Text,
        quantity -> Text,
        unit -> Text,
    }
}

diesel::table! {
    link (performed_step, scheduled_step) {
        performed_step -> BigInt,
        scheduled_step -> BigInt,
        basis -> Text,
        linked_at -> BigInt,
        linked_by -> Text,
    }
}

diesel::table! {
    message (id) {
        id -> BigInt,
        received_at -> BigInt,
        direction -> Text,
        peer -> Text,
        calling_ae_title -> Text,
        called_ae_title -> Text,
        service -> Text,
        sop_instance_uid -> Text,
        status -> Integer,
        comment -> Text,
        transfer_syntax -> Text,
        data_set -> Binary,
        findings -> Text,
        performed_status -> Nullable<Integer>,
        series_count -> Integer,
        image_count -> Nullable<Integer>,
    }
}

diesel::table! {
    device (id) {
        id -> BigInt,
        ae_title -> Text,
        name -> Text,
        modality -> Text,
        address -> Text,
        port -> Integer,
        on_board -> Integer,
        profile -> Text,
    }
}

diesel::table! {
    traffic (ae_title) {
        ae_title -> Text,
        last_heard_at -> Nullable<BigInt>,
        last_echo_at -> Nullable<BigInt>,
        last_find_at -> Nullable<BigInt>,
        last_find_items -> Nullable<Integer>,
        last_performed_at -> Nullable<BigInt>,
        day -> Text,
        messages -> Integer,
        refused -> Integer,
        implementation -> Text,
    }
}

diesel::table! {
    caller (id) {
        id -> BigInt,
        calling_ae_title -> Text,
        called_ae_title -> Text,
        address -> Text,
        first_seen_at -> BigInt,
        last_seen_at -> BigInt,
        attempts -> Integer,
        problem -> Integer,
        certificate -> Text,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> BigInt,
        who -> Text,
        action -> Text,
        subject -> Text,
        subject_id -> BigInt,
        change_set -> Text,
        before -> Text,
        after -> Text,
        note -> Text,
        digest -> Nullable<Binary>,
    }
}

diesel::table! {
    audit_head (id) {
        id -> Integer,
        entry -> BigInt,
        digest -> Binary,
    }
}

diesel::table! {
    discrepancy (id) {
        id -> BigInt,
        revision -> BigInt,
        kind -> Text,
        severity -> Integer,
        performed_step -> Nullable<BigInt>,
        scheduled_step -> Nullable<BigInt>,
        expected -> Text,
        actual -> Text,
        raised_at -> BigInt,
        state -> Text,
        resolved_at -> Nullable<BigInt>,
        resolved_by -> Text,
        resolution -> Text,
        note -> Text,
        assigned_to -> Text,
        shown -> Integer,
    }
}

diesel::table! {
    patient_alias (patient_id, issuer) {
        patient_id -> Text,
        issuer -> Text,
        current_patient_id -> Text,
        current_issuer -> Text,
        since -> BigInt,
        performed_step -> Nullable<BigInt>,
    }
}

diesel::table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    protocol (id) {
        id -> BigInt,
        code_value -> Text,
        code_scheme -> Text,
        code_meaning -> Text,
        station -> Text,
        modality -> Text,
        expected_minutes -> Integer,
        protocol_codes -> Text,
        contrast -> Nullable<Integer>,
        report_extra_series -> Integer,
        source -> Text,
        valid_from -> Text,
        valid_until -> Text,
    }
}

diesel::table! {
    charge_rule (id) {
        id -> BigInt,
        made_by -> Integer,
        code_value -> Text,
        code_scheme -> Text,
        code_meaning -> Text,
        charge_value -> Text,
        charge_scheme -> Text,
        charge_meaning -> Text,
        quantity -> Integer,
        modifiers -> Text,
        ordered -> Text,
        discontinued_percent -> Integer,
    }
}

diesel::table! {
    protocol_series (protocol, position) {
        protocol -> BigInt,
        position -> Integer,
        name -> Text,
        patterns -> Text,
        required -> Integer,
    }
}

diesel::table! {
    charge_line (id) {
        id -> BigInt,
        line_id -> Text,
        requested_procedure -> BigInt,
        fact -> Text,
        rests_on -> Text,
        origin -> Integer,
        charge_value -> Text,
        charge_scheme -> Text,
        charge_meaning -> Text,
        modifiers -> Text,
        ordered -> Text,
        performed -> Text,
        quantity -> Text,
        unit -> Text,
        comparison -> Integer,
        sources -> Text,
        credits -> Text,
        released_at -> BigInt,
        released_by -> Text,
        change_set -> Text,
        exported_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    charge_correction (id) {
        id -> BigInt,
        requested_procedure -> BigInt,
        fact -> Text,
        charge_value -> Text,
        charge_scheme -> Text,
        charge_meaning -> Text,
        quantity -> Text,
        reason -> Text,
        at -> BigInt,
        who -> Text,
        change_set -> Text,
    }
}

diesel::table! {
    association (id) {
        id -> BigInt,
        calling_ae_title -> Text,
        called_ae_title -> Text,
        address -> Text,
        since -> BigInt,
        until -> BigInt,
        problem -> Bool,
        details -> Text,
    }
}

diesel::table! {
    worklist_query (id) {
        id -> BigInt,
        asked_at -> BigInt,
        calling_ae_title -> Text,
        called_ae_title -> Text,
        peer -> Text,
        transfer_syntax -> Text,
        identifier -> Binary,
        status -> Integer,
        comment -> Text,
        answers -> Integer,
        is_cut -> Integer,
        negotiated -> Integer,
    }
}

diesel::table! {
    notification (id) {
        id -> BigInt,
        subscriber -> Text,
        sop_instance_uid -> Text,
        event_type -> Integer,
        created_at -> BigInt,
        attempts -> Integer,
        rejections -> Integer,
        next_at -> BigInt,
        given_up_at -> Nullable<BigInt>,
        problem -> Text,
    }
}

diesel::joinable!(imaging_order -> patient (patient));
diesel::joinable!(requested_procedure -> imaging_order (imaging_order));
diesel::joinable!(scheduled_step -> requested_procedure (requested_procedure));
diesel::joinable!(link -> scheduled_step (scheduled_step));
diesel::joinable!(link -> performed_step (performed_step));
diesel::allow_tables_to_appear_in_same_query!(
    patient,
    imaging_order,
    requested_procedure,
    scheduled_step,
    performed_step,
    scheduled_reference,
    performed_series,
    consumption,
    link,
    message,
    device,
    traffic,
    caller,
    audit,
    audit_head,
    discrepancy,
    patient_alias,
    setting,
    protocol,
    protocol_series,
    charge_rule,
    charge_line,
    charge_correction,
    association,
    notification,
);
