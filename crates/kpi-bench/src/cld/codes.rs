//! The code lists of Client Level Data (release 2 values) and what is said of each code: the lookups.

pub const SERVICE_USER: &str = "Service user";
pub const CARER: &str = "Unpaid carer";
pub const CARER_BY_ASSOCIATION: &str = "Unpaid carer known by association";

pub const REQUEST: &str = "Request";
pub const ASSESSMENT: &str = "Assessment";
pub const SERVICE: &str = "Service";
pub const REVIEW: &str = "Review";

pub const NURSING: &str = "Long term support: Nursing care";
pub const RESIDENTIAL: &str = "Long term support: Residential care";
pub const COMMUNITY: &str = "Long term support: Community";
pub const PRISON: &str = "Long term support: Prison";
pub const ST_MAX: &str = "Short term support: ST-Max";
pub const LOW_LEVEL: &str = "Short term support: Ongoing low level";
pub const OTHER_SHORT: &str = "Short term support: Other short term";
pub const TO_CARER: &str = "Unpaid carer support: Direct to unpaid carer";
pub const TO_CARED_FOR: &str = "Unpaid carer support: Support involving the person cared-for";

pub const DIRECT_PAYMENT: &str = "Direct payment";
pub const MANAGED_BUDGET: &str = "CASSR managed personal budget";
pub const COMMISSIONED: &str = "CASSR commissioned support";

pub const HOSPITAL: &str = "Admitted to hospital";
pub const SELF_FUNDED: &str = "NFA: Self-funded client or under 12wk disregard";
pub const ADVICE: &str = "NFA: Information and advice or signposting";
pub const DECLINED: &str = "NFA: Support declined";
pub const DECEASED: &str = "NFA: Deceased";
pub const AS_PLANNED: &str = "NFA: Support ended as planned";
pub const NFA_OTHER: &str = "NFA: Other";
pub const TO_ASSESSMENT: &str = "Progress to assessment, review or reassessment";
pub const TO_REABLEMENT: &str = "Progress to reablement/ST-Max";
pub const TO_SERVICES: &str = "Progress to support planning or services";
pub const CONTINUES: &str = "Continuation of support or services";

pub const LEARNING_DISABILITY: &str = "Learning disability support";

/// A lookup: its file, its columns, its rows.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    pub file: &'static str,
    pub columns: &'static [&'static str],
    pub rows: &'static [&'static [&'static str]],
}

pub const LOOKUPS: &[Lookup] =
    &[ACCOMMODATION, SERVICES, OUTCOMES, SEQUELS, INFERRED_ACCOMMODATION, EXCLUSIONS, ADMISSION_METHODS];

pub const ACCOMMODATION: Lookup = Lookup {
    file: "accommodation.csv",
    columns: &["status", "settled", "known"],
    rows: &[
        &["Owner occupier or shared ownership scheme", "1", "1"],
        &["Tenant", "1", "1"],
        &["Tenant - private landlord", "1", "1"],
        &["Settled mainstream housing with family / friends", "1", "1"],
        &["Supported accommodation / supported lodgings / supported group home", "1", "1"],
        &["Shared Lives scheme", "1", "1"],
        &["Approved premises for offenders released from prison or under probation supervision", "1", "1"],
        &["Sheltered housing / extra care housing / other sheltered housing", "1", "1"],
        &["Mobile accommodation for Gypsy / Roma and Traveller communities", "1", "1"],
        &["Rough sleeper / squatting", "0", "1"],
        &["Night shelter / emergency hostel / direct access hostel", "0", "1"],
        &["Refuge", "0", "1"],
        &["Placed in temporary accommodation by the council (inc. homelessness resettlement)", "0", "1"],
        &["Staying with family / friends as a short-term guest", "0", "1"],
        &["Acute / long-term healthcare residential facility or hospital", "0", "1"],
        &["Registered care home", "0", "1"],
        &["Registered nursing home", "0", "1"],
        &["Prison / Young offenders institution / detention centre", "0", "1"],
        &["Other temporary accommodation", "0", "1"],
        &["Unknown", "0", "0"],
        &["Unknown - Presumed at home", "1", "1"],
        &["Unknown - Presumed in community", "0", "1"],
    ],
};

pub const SERVICES: Lookup = Lookup {
    file: "services.csv",
    columns: &["service_type", "priority", "family"],
    rows: &[
        &[NURSING, "1", "long term"],
        &[RESIDENTIAL, "2", "long term"],
        &[COMMUNITY, "3", "long term"],
        &[PRISON, "4", "long term"],
        &[ST_MAX, "5", "short term"],
        &[LOW_LEVEL, "6", "short term"],
        &[OTHER_SHORT, "7", "short term"],
        &[TO_CARER, "8", "carer"],
        &[TO_CARED_FOR, "9", "carer"],
    ],
};

pub const OUTCOMES: Lookup = Lookup {
    file: "outcomes.csv",
    columns: &["outcome", "priority", "usable"],
    rows: &[
        &[TO_REABLEMENT, "1", "0"],
        &[TO_ASSESSMENT, "2", "0"],
        &["Release 1 specification only: Not mapped", "3", "0"],
        &[TO_SERVICES, "4", "0"],
        &[CONTINUES, "5", "0"],
        &[HOSPITAL, "6", "1"],
        &["NFA: Responsibility moved to another local authority", "7", "1"],
        &["NFA: Referral to NHS services or NHS funded social care", "8", "1"],
        &[SELF_FUNDED, "9", "1"],
        &[ADVICE, "10", "1"],
        &["NFA: Referral to other service within the local authority", "11", "1"],
        &[DECLINED, "12", "1"],
        &[DECEASED, "13", "1"],
        &[AS_PLANNED, "14", "1"],
        &["NFA: Support ended for other reason", "15", "1"],
        &["NFA: No services offered for other reason", "16", "1"],
        &[NFA_OTHER, "17", "1"],
    ],
};

pub const SEQUELS: Lookup = Lookup {
    file: "sequels.csv",
    columns: &["sequel", "in_denominator", "in_numerator"],
    rows: &[
        &[NURSING, "1", "0"],
        &[RESIDENTIAL, "1", "0"],
        &[COMMUNITY, "1", "0"],
        &[PRISON, "1", "0"],
        &["Short term support: Residential or nursing", "1", "0"],
        &[LOW_LEVEL, "1", "1"],
        &[OTHER_SHORT, "1", "1"],
        &["NFA: Responsibility moved to another local authority", "1", "1"],
        &[ADVICE, "1", "1"],
        &["NFA: Referral to other service within the local authority", "1", "1"],
        &[AS_PLANNED, "1", "1"],
        &["NFA: Support ended for other reason", "1", "1"],
        &["NFA: No services offered for other reason", "1", "1"],
        &[NFA_OTHER, "1", "1"],
        &[ST_MAX, "0", "0"],
        &[HOSPITAL, "0", "0"],
        &["NFA: Referral to NHS services or NHS funded social care", "0", "0"],
        &[SELF_FUNDED, "0", "0"],
        &[DECLINED, "0", "0"],
        &[DECEASED, "0", "0"],
        &["Unable to classify", "0", "0"],
    ],
};

pub const INFERRED_ACCOMMODATION: Lookup = Lookup {
    file: "inferred_accommodation.csv",
    columns: &["service_type", "service_component", "status"],
    rows: &[
        &[NURSING, "", "Registered nursing home"],
        &[RESIDENTIAL, "", "Registered care home"],
        &[COMMUNITY, "Shared Lives", "Shared Lives scheme"],
        &[COMMUNITY, "Extra care housing", "Sheltered housing / extra care housing / other sheltered housing"],
        &[COMMUNITY, "Supported living", "Supported accommodation / supported lodgings / supported group home"],
        &[COMMUNITY, "Home support", "Unknown - Presumed at home"],
        &[COMMUNITY, "", "Unknown - Presumed in community"],
        &[PRISON, "", "Prison / Young offenders institution / detention centre"],
    ],
};

/// The published lists are longer to say but of this shape: whole codes of four fields, and the first characters of one.
pub const EXCLUSIONS: Lookup = Lookup {
    file: "exclusions.csv",
    columns: &["field", "match", "code"],
    rows: &[
        &["admission_method", "is", "31"],
        &["admission_method", "is", "32"],
        &["admission_method", "is", "82"],
        &["admission_method", "is", "83"],
        &["discharge_method", "is", "4"],
        &["discharge_method", "is", "5"],
        &["destination", "is", "30"],
        &["destination", "is", "37"],
        &["destination", "is", "38"],
        &["destination", "is", "48"],
        &["destination", "is", "49"],
        &["destination", "is", "53"],
        &["destination", "is", "79"],
        &["specialty", "is", "142"],
        &["specialty", "is", "171"],
        &["specialty", "is", "211"],
        &["specialty", "is", "212"],
        &["specialty", "is", "213"],
        &["specialty", "is", "214"],
        &["specialty", "is", "215"],
        &["specialty", "is", "216"],
        &["specialty", "is", "217"],
        &["specialty", "is", "218"],
        &["specialty", "is", "219"],
        &["specialty", "is", "220"],
        &["specialty", "is", "221"],
        &["specialty", "is", "222"],
        &["specialty", "is", "321"],
        &["specialty", "is", "420"],
        &["specialty", "is", "421"],
        &["specialty", "is", "422"],
        &["specialty", "is", "501"],
        &["specialty", "is", "560"],
        &["specialty", "starts with", "65"],
        &["specialty", "starts with", "7"],
    ],
};

pub const ADMISSION_METHODS: Lookup = Lookup {
    file: "admission_methods.csv",
    columns: &["method", "elective"],
    rows: &[
        &["11", "1"],
        &["12", "1"],
        &["13", "1"],
        &["21", "0"],
        &["22", "0"],
        &["23", "0"],
        &["24", "0"],
        &["25", "0"],
        &["28", "0"],
        &["2A", "0"],
        &["2B", "0"],
        &["2C", "0"],
        &["2D", "0"],
        &["31", "0"],
        &["32", "0"],
        &["81", "0"],
        &["82", "0"],
        &["83", "0"],
    ],
};

pub const GENDERS: &[&str] = &["Female", "Male", "Female", "Male", "Female", "Male", "Indeterminate", "Unknown"];

pub const ETHNICITIES: &[&str] = &[
    "White: English, Welsh, Scottish, Northern Irish or British",
    "White: Irish",
    "White: Roma",
    "Mixed or multiple ethnic groups: White and Asian",
    "Asian or Asian British: Indian",
    "Asian or Asian British: Bangladeshi",
    "Black, Black British, Caribbean or African: African",
    "Black, Black British, Caribbean or African: Caribbean",
    "Other ethnic group: Arab",
    "No data: Undeclared or not known",
    "No data: Refused",
];

pub const SUPPORT_REASONS: &[&str] = &[
    "Physical support: Access and mobility only",
    "Physical support: Personal care support",
    "Physical support: Personal care support",
    "Sensory support: Support for visual impairment",
    "Support with memory and cognition",
    LEARNING_DISABILITY,
    LEARNING_DISABILITY,
    "Mental health support",
    "Social support: Support to unpaid carer",
    "Social support: Support for social isolation or other",
    "Unknown",
];

pub const ROUTES: &[&str] = &[
    "Planned entry (transition)",
    "Discharge from hospital",
    "Discharge from hospital",
    "Diversion from hospital services",
    "Self-funder with depleted funds",
    "Community or other route",
    "Community or other route",
];

pub const COMMUNITY_COMPONENTS: &[&str] = &[
    "Home support",
    "Home support",
    "Home support",
    "Day support",
    "Meals",
    "Transport",
    "Equipment",
    "Extra care housing",
    "Shared Lives",
    "Supported living",
    "Direct payment",
    "Direct payment",
    "Other long term support",
    "",
];

pub const REVIEW_REASONS: &[&str] = &[
    "Planned",
    "Planned",
    "Unplanned: Hospital",
    "Unplanned: Carer related",
    "Unplanned: Safeguarding concern",
    "Unplanned: Other",
    "Review of short term support",
];
