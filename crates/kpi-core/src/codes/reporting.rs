//! Reports: narratives, translations, templates, how a council looks.

super::family! { "reporting"
    /// A narrative names a figure that does not exist.
    ///
    /// ## Why
    /// `{{ value }}` in a narrative is the figure itself, so that a text cannot say another one than its table. A name
    /// that means nothing would leave a hole in a sentence that a committee reads.
    ///
    /// ## Example
    /// ```markdown
    /// The rate rose to {{ valu }}.
    /// ```
    ///
    /// ## Instead
    /// ```markdown
    /// The rate rose to {{ value }}, from {{ previous }}.
    /// ```
    KPI1101 UNKNOWN_REFERENCE Error;

    /// A narrative is about something that the report does not have.
    ///
    /// ## Why
    /// Commentary in a file whose name is misspelled would be read by nobody, and the page it was written for would
    /// stand without it.
    ///
    /// ## Example
    /// ```text
    /// narrative/2023-24-Q2/repiars.md
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// narrative/2023-24-Q2/repairs.md      # an indicator or a scorecard of the rules
    /// ```
    KPI1102 NARRATIVE_OF_NOTHING Error;

    /// A narrative has a section that its page has no place for.
    ///
    /// ## Why
    /// An indicator's page has commentary and actions. What stands under another heading would be lost.
    ///
    /// ## Example
    /// ```markdown
    /// ## Coments
    /// Demand rose over the summer.
    /// ```
    ///
    /// ## Instead
    /// ```markdown
    /// ## Commentary
    /// Demand rose over the summer.
    /// ```
    KPI1103 NARRATIVE_SECTION Error;

    /// A text of the project has no translation.
    ///
    /// ## Why
    /// A page that is half in one language and half in another treats one of them as less. Where a project publishes
    /// in two languages, every word of it is in both (Welsh Language Standards).
    ///
    /// ## Example
    /// ```toml
    /// # strings/cy.toml
    /// [texts]
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [texts]
    /// "Repairs finished in time" = "Atgyweiriadau a orffennwyd mewn pryd"
    /// ```
    KPI1104 NO_TRANSLATION Error;

    /// A template of a report cannot be used.
    ///
    /// ## Why
    /// A council may replace any template and any block of one. What is wrong in it is told with its place; nothing is
    /// written, so that no page is published half made.
    ///
    /// ## Example
    /// ```text
    /// {% block header %}{{ concil }}{% endblock %}
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// {% block header %}{{ report.council }}{% endblock %}
    /// ```
    KPI1105 BAD_TEMPLATE Error;

    /// A colour of the council cannot be read where it is used.
    ///
    /// ## Why
    /// The law asks that text has a contrast of 4.5 to 1 with what it stands on (WCAG 2.2, 1.4.3). Headings and links
    /// are in the council's colour, on white.
    ///
    /// ## Example
    /// ```toml
    /// [report]
    /// colour = "#ffbf47"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [report]
    /// colour = "#12436d"
    /// ```
    KPI1106 UNREADABLE_COLOUR Error;

    /// A scorecard asks for a layout that there is not.
    ///
    /// ## Why
    /// A layout is a set of templates: `indicator_pages`, `framework` and `scorecard` come with kpi, and a council may
    /// add its own in `report/templates/html/layouts/NAME/index.html`.
    ///
    /// ## Example
    /// ```text
    /// layout: framwork
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// layout: framework
    /// ```
    KPI1107 UNKNOWN_LAYOUT Error;

    /// Actions are required for a rating, and the narrative has none.
    ///
    /// ## Why
    /// A council that says it acts on what is red has to say how. The page says that actions are missing.
    ///
    /// ## Example
    /// ```text
    /// bands council { … require actions for Red }
    /// ```
    /// and `narrative/2023-24-Q2/repairs.md` without `## Actions`, for a figure that is red.
    ///
    /// ## Instead
    /// ```markdown
    /// ## Actions
    /// Two more teams have started in October.
    /// ```
    KPI1108 ACTIONS_MISSING Warning;

    /// A document cannot be made as the standard for accessible documents asks.
    ///
    /// ## Why
    /// A committee's pack is published as PDF/UA-1 and PDF/A-2a, which the law asks of documents for the public. What
    /// would break the standard is refused with its place, and no file is written.
    ///
    /// ## Example
    /// ```text
    /// #table(columns: 2, [Target], [87%])
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// #table(columns: 2, table.header[Target][Figure], [87%], [96%])
    /// ```
    KPI1109 BAD_DOCUMENT Error;

    /// The period has no figure at all.
    ///
    /// ## Why
    /// Most often the data of the quarter is not there yet, or the period was mistyped. A report of nothing but gaps is made, and
    /// should be published by nobody who has not meant it.
    ///
    /// ## Example
    /// ```text
    /// kpi report --period "2024/25 Q3"
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// kpi report --period "2024/25 Q2"     # the latest with figures
    /// ```
    KPI1110 NO_FIGURES Warning;

    /// A template of the council is read by nothing, or a block of it shown by nothing.
    ///
    /// ## Why
    /// A file in `report/templates/html` or `report/templates/pdf` stands for the one of its name, and a block in it for the block of its
    /// name. Where the name is that of none, the report looks as it did, and the work on it is lost without a word.
    ///
    /// ## Example
    /// ```text
    /// report/templates/html/indicater.html
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// report/templates/html/indicator.html
    /// ```
    ///
    /// A file that another of the council's own templates reads may be called anything.
    KPI1111 UNREAD_TEMPLATE Warning;
}
