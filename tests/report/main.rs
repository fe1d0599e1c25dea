//! `kpi report` and `kpi serve`, at the edge a user touches.
