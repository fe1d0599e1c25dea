//! What plugins do wrong, and what is not done for them.

crate::codes::family! { "plugins"
    /// A plugin's file cannot be read.
    ///
    /// ## Why
    /// A plugin is a file of the project, so that a run needs nothing but the project. Without it none of what it gives
    /// can be had.
    ///
    /// ## Example
    /// ```text
    /// source: plugin "plugins/case_system.wasm"      # and there is no such file
    /// ```
    ///
    /// ## Instead
    /// Put the file where the rule says, or write in the rule where it is. A path starts at the project's folder.
    KPI1001 PLUGIN_UNREADABLE Error;

    /// A file is no WebAssembly component, or uses parts of WebAssembly that plugins may not use.
    ///
    /// ## Why
    /// Threads, 64-bit memories and relaxed vector instructions are not taken: they give different answers on different
    /// machines, or open more of kpi to a plugin than it needs. A core module says nothing of the types it speaks.
    ///
    /// ## Example
    /// ```text
    /// a file cut short while it was copied; a core module made without the component step
    /// ```
    ///
    /// ## Instead
    /// Build it as a component: the templates of `kpi plugin new` do. `kpi plugin check FILE` says what is in a file.
    KPI1002 NOT_A_PLUGIN Error;

    /// A plugin is larger than kpi compiles.
    ///
    /// ## Why
    /// A compiler is stopped neither by fuel nor by the clock of a call. So what goes into it is bounded first: the
    /// file, the functions, the longest of them, and the parts.
    ///
    /// ## Example
    /// ```text
    /// one function of 2 MB, which takes hundreds of megabytes to compile
    /// ```
    ///
    /// ## Instead
    /// Leave out what is not needed (debug information, data that could be rows), optimise for size, and split very
    /// long functions.
    KPI1003 PLUGIN_TOO_LARGE Error;

    /// A plugin imports something, and plugins are given nothing.
    ///
    /// ## Why
    /// What a plugin cannot reach it cannot leak, spoil or depend on: files, network, clock and random numbers are the
    /// usual ways for a figure to differ tomorrow. It is refused before any of its code is compiled.
    ///
    /// ## Example
    /// ```text
    /// the plugin wants `wasi:sockets/tcp@0.2.0`
    /// ```
    ///
    /// ## Instead
    /// Leave out what needs it. For JavaScript and Python build with `--stub-wasi`. What a source wants from elsewhere
    /// its `plan` asks for, and kpi fetches it.
    KPI1004 PLUGIN_IMPORTS Error;

    /// A plugin is built for a version of the interface that this kpi does not speak.
    ///
    /// ## Why
    /// Within a major version the interface only grows, so that a plugin goes on working with every later kpi of that
    /// version. A plugin that needs more than this kpi has, or another major version, would be guessed at.
    ///
    /// ## Example
    /// ```text
    /// the plugin exports `kpi:plugin/measure@2.0.0`, and this kpi speaks 1.0.0 and 1.1.0
    /// ```
    ///
    /// ## Instead
    /// Take a newer kpi, or build the plugin against a version that this one speaks (`plugins/wit`).
    KPI1005 PLUGIN_VERSION Error;

    /// A function of a plugin is missing, or has other types than the interface.
    ///
    /// ## Why
    /// Names and types are checked before anything runs, so that a mistake is told when the plugin is loaded and not
    /// when a figure is due.
    ///
    /// ## Example
    /// ```text
    /// `evaluate: func(inputs: table) -> f64` instead of `evaluate: func(settings: list<field>, inputs: table, groups:
    /// list<group>) -> result<column, problem>`
    /// ```
    ///
    /// ## Instead
    /// Build against the files in `plugins/wit`, unchanged.
    KPI1006 PLUGIN_INTERFACE Error;

    /// A plugin cannot be compiled, or what was compiled cannot be kept.
    ///
    /// ## Why
    /// Plugins are compiled once, in a process of its own with little memory and time, and kept in a folder that only
    /// you can read. If that process fails, kpi goes on.
    ///
    /// ## Example
    /// ```text
    /// the compiler was stopped after 60 seconds
    /// ```
    ///
    /// ## Instead
    /// Make the plugin smaller, or look whether the folder can be written to; it can be deleted at any time.
    KPI1007 PLUGIN_NOT_COMPILED Error;

    /// A plugin is not the one that the project has pinned.
    ///
    /// ## Why
    /// A figure is worth what can be shown of how it came about. The lock file has the SHA-256 of every plugin that was
    /// looked at; one that differs has not been looked at.
    ///
    /// ## Example
    /// ```text
    /// kpi.lock pins 3f1c…, and plugins/case_system.wasm is 9a07…
    /// ```
    ///
    /// ## Instead
    /// If the change is wanted, look at it and pin it anew: `kpi plugin pin`. If it is not, put the old file back.
    KPI1008 PLUGIN_SWAPPED Error;

    /// A plugin took more fuel or time than it has.
    ///
    /// ## Why
    /// Fuel is counted in instructions and grows with the rows, so that a plugin which goes round for ever is stopped
    /// at the same place on every machine; the clock is for the rest.
    ///
    /// ## Example
    /// ```text
    /// `evaluate` used up its fuel of 300,000,000
    /// ```
    ///
    /// ## Instead
    /// Mend the loop; or, if the work is as large as that, grant the plugin more in kpi.toml.
    KPI1009 PLUGIN_TOO_SLOW Error;

    /// A plugin wants more memory, tables or parts than it has.
    ///
    /// ## Why
    /// Its memory is bounded, so that one plugin cannot take the machine. It is stopped, since a plugin that goes on
    /// after it was refused memory gives half an answer.
    ///
    /// ## Example
    /// ```text
    /// `evaluate` wants memory: 68157440, and 67108864 is the most
    /// ```
    ///
    /// ## Instead
    /// Work through the rows without keeping them all; or grant the plugin more in kpi.toml.
    KPI1010 PLUGIN_OUT_OF_MEMORY Error;

    /// A plugin crashed.
    ///
    /// ## Why
    /// It panicked, divided by zero, called itself without end, or reached for memory that it has not. Nothing of kpi
    /// is hurt: the call is thrown away with all its memory, and the next one starts afresh.
    ///
    /// ## Example
    /// ```text
    /// `evaluate` crashed: wasm trap: wasm `unreachable` instruction executed (in rate::divide, called by evaluate)
    /// ```
    ///
    /// ## Instead
    /// `kpi plugin run` shows the crash for one call; give a `problem` instead of panicking where the rows are at
    /// fault.
    KPI1011 PLUGIN_CRASHED Error;

    /// What a plugin passed to kpi was not laid out as the interface has it.
    ///
    /// ## Why
    /// Pointers outside its memory, text that is no UTF-8, a choice that does not exist: no tool that builds plugins
    /// makes them, so the plugin is broken or hostile.
    ///
    /// ## Example
    /// ```text
    /// `evaluate` broke the rules of calling: list pointer/length out of bounds of memory
    /// ```
    ///
    /// ## Instead
    /// Build it with the tools in `plugins/`; where the bindings were written by hand, look at how lists and texts are
    /// laid out.
    KPI1012 PLUGIN_BROKE_RULES Error;

    /// A plugin gives back more than one call may.
    ///
    /// ## Why
    /// The bytes are counted while they are copied, and before: a few bytes in a plugin's memory can say that there are
    /// millions of cells.
    ///
    /// ## Example
    /// ```text
    /// `parse` gives back more than 16777216 bytes
    /// ```
    ///
    /// ## Instead
    /// Give back only the columns that are described, repeated texts as a `dict`; or grant more output in kpi.toml.
    KPI1013 PLUGIN_SAYS_TOO_MUCH Error;

    /// What a plugin gave back does not hold together.
    ///
    /// ## Why
    /// The types of the interface say nothing of whether a column has a cell for each row or a code stands for a text.
    /// kpi looks at each before any of it is used, so that no figure rests on a table that is broken.
    ///
    /// ## Example
    /// ```text
    /// column "amount" has 3 cells, where there are 4 rows
    /// ```
    ///
    /// ## Instead
    /// Mend the plugin. `kpi plugin test` runs it over recorded responses and says the same.
    KPI1014 PLUGIN_NOT_BELIEVED Error;

    /// A plugin says that it has no answer, and why.
    ///
    /// ## Why
    /// The message is the plugin's own. The figures that depend on it are missing as `failed`; all others come out.
    ///
    /// ## Example
    /// ```text
    /// the plugin says: the page has no "results" (column "amount", row 3)
    /// ```
    ///
    /// ## Instead
    /// What to do the plugin should say. `kpi plugin run` repeats the call with what was recorded.
    KPI1015 PLUGIN_PROBLEM Error;

    /// A plugin gives different answers for the same rows.
    ///
    /// ## Why
    /// It has no clock and no random numbers, and every call starts from the same memory. What differs can only come
    /// from how it was built.
    ///
    /// ## Example
    /// ```text
    /// two calls of `evaluate` with the same rows gave different answers: figure 2 is 41.5, then 41.6
    /// ```
    ///
    /// ## Instead
    /// Look for seeds that are drawn while it is built, and for the order of hashed collections.
    KPI1016 PLUGIN_UNDETERMINED Error;

    /// A plugin asks for something from a host, an address or a file that it was not granted.
    ///
    /// ## Why
    /// A plugin says what it wants; the council says what it may have. The grant also holds for every step of a
    /// redirect, and for the address that a name stands for: a name that leads into the council's own network is
    /// refused, unless the grant names that very address.
    ///
    /// ## Example
    /// ```text
    /// the plugin asks for https://collector.example/, and has been granted api.council.gov.uk
    /// ```
    ///
    /// ## Instead
    /// If it is right, add the host (`hosts = ["api.council.gov.uk"]`) or the file to the plugin's grant in kpi.toml;
    /// if not, ask the author what it is for.
    KPI1017 REQUEST_NOT_GRANTED Error;

    /// What a plugin asked for could not be fetched.
    ///
    /// ## Why
    /// The server did not answer, answered with something else than it should, or sent more than is taken. kpi tries
    /// again where that may help (429 and 5xx, and waits as long as `Retry-After` says), and then stops: a table of
    /// which a page is missing would be a wrong figure.
    ///
    /// ## Example
    /// ```text
    /// https://api.council.gov.uk/cases?page=4: 503 after 4 tries
    /// ```
    ///
    /// ## Instead
    /// Try again later, or run with `--offline` over what was recorded last.
    KPI1018 FETCH_FAILED Error;

    /// A run without network needs an answer that was never recorded.
    ///
    /// ## Why
    /// With `--offline` nothing is fetched: a request is answered with what was recorded for it, and one that never was
    /// has no answer.
    ///
    /// ## Example
    /// ```text
    /// https://api.council.gov.uk/cases?page=4 was never recorded
    /// ```
    ///
    /// ## Instead
    /// Run once without `--offline`, and keep the folder `.kpi/recordings` for when the run has to be repeated.
    KPI1019 NOT_RECORDED Error;

    /// A plugin names a secret that it was not granted, or that is not there.
    ///
    /// ## Why
    /// A plugin writes `{secret:NAME}` where a password or key belongs, and never sees it; kpi puts it in on the way
    /// out. So the grant has to say which it may use, and where kpi finds it.
    ///
    /// ## Example
    /// ```text
    /// headers: [("authorization", "Bearer {secret:case_key}")]          # and the grant has no secret `case_key`
    /// ```
    ///
    /// ## Instead
    /// Add it to the plugin's grant in kpi.toml, with the variable or the file that it is in.
    KPI1020 SECRET_NOT_GRANTED Error;

    /// A plugin asks for too many things, or for ever more.
    ///
    /// ## Why
    /// A source follows pages by asking again with what came last. One that never has enough, or asks for a million
    /// things at once, would keep kpi and the other side busy for ever.
    ///
    /// ## Example
    /// ```text
    /// the plugin asks for 1,000,000 things, and 1,000 is the most
    /// ```
    ///
    /// ## Instead
    /// Ask for larger pages or a shorter period; or grant more requests in kpi.toml.
    KPI1021 PLUGIN_ASKS_TOO_MUCH Error;
}
