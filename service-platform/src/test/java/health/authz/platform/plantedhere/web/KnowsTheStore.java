package health.authz.platform.plantedhere.web;

import javax.sql.DataSource;

/** Breaks the fence on purpose: HTTP that reaches for the database. */
class KnowsTheStore {
    DataSource database;
}
