package dev.daybreak.acceptance;

import java.util.List;

/**
 * A page that the tests in a browser look at.
 *
 * @param name of its screenshots
 * @param path in which {@code {run}} and {@code {attempt}} stand for the run that failed last and for its attempt that failed, and {@code {backfill}} for
 *     a backfill that is over
 */
record SitePage(String name, String path) {
    /** All of them. A new page of the program is a line here. */
    static final List<SitePage> ALL = List.of(
            new SitePage("morning", "/"),
            new SitePage("assets", "/assets"),
            new SitePage("asset-source", "/assets/raw.clicks"),
            new SitePage("asset-table", "/assets/features.user_days"),
            new SitePage("asset-model", "/assets/models.click_model"),
            new SitePage("asset-failed", "/assets/features.devices"),
            new SitePage("asset-materialize", "/assets/features.user_days/materialize"),
            new SitePage("runs", "/runs"),
            new SitePage("runs-failed", "/runs?state=failed"),
            new SitePage("run", "/runs/{run}"),
            new SitePage("run-rerun", "/runs/{run}/rerun"),
            new SitePage("attempt", "/attempts/{attempt}"),
            new SitePage("attempt-search", "/attempts/{attempt}?q=e&level=warn"),
            new SitePage("asset-sample", "/assets/features.user_days/sample"),
            new SitePage("asset-backfill", "/assets/features.user_days/backfill?start=2023-01-01&end=2023-01-03"),
            new SitePage("lineage", "/lineage"),
            new SitePage("lineage-asset", "/lineage?asset=features.user_days&upstream=1&downstream=1"),
            new SitePage("lineage-column", "/lineage?asset=features.user_days&column=user_id"),
            new SitePage("checks", "/checks"),
            new SitePage("models", "/models"),
            new SitePage("model", "/models/click_model"),
            new SitePage("version", "/models/click_model/1"),
            new SitePage("version-promote", "/models/click_model/1/promote"),
            new SitePage("schedule", "/schedules/weekly_retrain"),
            new SitePage("schedule-pause", "/schedules/weekly_retrain/pause"),
            new SitePage("schedule-run", "/schedules/weekly_retrain/run"),
            new SitePage("calendar-month", "/calendar?month=2027-01"),
            new SitePage("endpoints", "/endpoints"),
            new SitePage("schedules", "/schedules"),
            new SitePage("calendar", "/calendar"),
            new SitePage("sensors", "/sensors"),
            new SitePage("pools", "/pools"),
            new SitePage("backfills", "/backfills"),
            new SitePage("backfill", "/backfills/{backfill}"),
            new SitePage("console", "/console"),
            new SitePage("dashboards", "/dashboards"),
            new SitePage("dashboard", "/dashboards/engagement?start=2023-01-01&end=2023-01-06"),
            new SitePage("search", "/search?q=user"),
            new SitePage("search-nothing", "/search?q=zzzzzz"),
            new SitePage("run-mark", "/runs/{run}/mark?asset=features.devices&state=succeeded"),
            new SitePage("sign-in", "/sign-in"));

    @Override
    public String toString() {
        return path;
    }
}
