package health.authz.benchmarks;

/** What can be measured, in which unit, beside what, and what is hoped for. */
enum Figure {
    BULK_ADD_DURABLE("bulk-add-durable", "rows/s", "JDBC multi-row insert", "≥ 0.60"),
    BULK_ADD_VISIBLE("bulk-add-visible", "rows/s", "slowest of insert, producer, upserts", "≥ 0.35"),
    PREVIEW("preview", "rows/s", "execution", "≥ 3"),
    UPDATE_LISTED_DURABLE("update-listed-durable", "rows/s", "JDBC multi-row insert", "≥ 0.40"),
    UPDATE_LONG_HISTORY("update-long-history", "rows/s", "update-listed-durable", "≥ 0.50"),
    RELAY("relay", "rows/s", "raw producer", "≥ 0.50"),
    REBUILD("rebuild", "rows/s", "raw upserts", "≥ 0.60"),
    STOCK_AXON("stock-axon", "rows/s", "one awaited Axon command per row", "≥ 30"),
    SCALE("scale", "rows/s", "10,000 rows", "≥ 0.90"),
    FAIRNESS("fairness", "ms p95", "the same alone", "≤ 5"),
    NOTE_UNDER_LOAD("note-under-load", "ms p95", "the same alone", "≤ 5"),
    LIST_PAGE("list-page", "ms p95", "find of 100 documents", "< 150 ms"),
    LIST_PAGE_FILTERED("list-page-filtered", "ms p95", "find of 100 documents", "< 150 ms"),
    CONSOLE_LIST("console-list", "ms p95", "the API's answers that the page shows", "≤ 50 ms more"),
    OPERATIONS_PAGE("operations-page", "ms p95", "the same for who sees every row", "≤ 100 ms"),
    NOTE("note", "ms p95", "insert of one row", "< 100 ms"),
    COST("cost", "µs/row", "the three raw floors added up", "≤ 2.5"),
    COST_CHANGED("cost-changed", "µs/row", "the three raw floors added up", "≤ 2.5"),
    START("start", "s", "sum of the parts' own starts", "≤ 40 s");

    private final String title;
    private final String unit;
    private final String beside;
    private final String reach;

    Figure(String title, String unit, String beside, String reach) {
        this.title = title;
        this.unit = unit;
        this.beside = beside;
        this.reach = reach;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    String beside() {
        return beside;
    }

    String reach() {
        return reach;
    }

    /** Value over floor; of the start the seconds themselves. */
    double ratio(double value, double floor) {
        return this == START ? value : value / floor;
    }
}
