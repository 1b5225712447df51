package health.authz.gateway.console.bulk;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Words;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A bulk operation as its page and the list of all show it. */
public final class OperationView {
    private final JsonNode operation;
    private final Formats f;

    OperationView(JsonNode operation, Formats formats) {
        this.operation = operation;
        this.f = formats;
    }

    public String id() {
        return text("id");
    }

    public String kind() {
        return text("kind");
    }

    public String state() {
        return text("state");
    }

    public boolean done() {
        return operation.path("done").asBoolean(false);
    }

    /** The reader sees some of its rows alone, and everything here is about these. */
    public boolean partial() {
        return operation.path("partial").asBoolean(false);
    }

    public String by() {
        return text("submittedBy");
    }

    public String when() {
        return f.moment(text("submittedAt"));
    }

    public String ended() {
        return f.moment(text("endedAt"));
    }

    public String why() {
        return Words.WORDS.reason(text("reason"));
    }

    public String comment() {
        return text("comment");
    }

    /** What it waits for and who can do something about it; empty if it does not wait. */
    public String waits() {
        String reason = text("waitingFor");
        if (reason.isEmpty()) {
            return "";
        }
        return "Waits: " + Words.WORDS.said(reason)
                + (reason.contains("error of the service")
                        ? ". Tell whoever runs the service; the rest may be cancelled."
                        : ". It goes on by itself.");
    }

    public long total() {
        return progress("total");
    }

    public long processed() {
        return progress("processed");
    }

    public long succeeded() {
        return progress("succeeded");
    }

    public long unchanged() {
        return progress("unchanged");
    }

    public long skipped() {
        return progress("skipped");
    }

    public long failed() {
        return progress("failed");
    }

    public long notDone() {
        return done() ? Math.max(0, total() - processed()) : 0;
    }

    /** Lines of the file that never became rows. */
    public long linesLeftOut() {
        return operation.path("linesLeftOut").asLong(0);
    }

    public int percent() {
        return operation.path("progress").path("percent").asInt(0);
    }

    public @Nullable String rate() {
        JsonNode rate = operation.path("progress").path("ratePerSecond");
        return rate.isNumber() && rate.asLong() > 0 ? f.number(rate) + " rows a second" : null;
    }

    public @Nullable String left() {
        JsonNode left = operation.path("progress").path("etaSeconds");
        return left.isNumber() ? "about " + f.duration(left.asLong()) + " left" : null;
    }

    /** What a screen reader is told, only where it is news. */
    public String announced() {
        return done()
                ? "Ended: " + f.count(succeeded(), "row", "rows") + " done, " + f.number(failed()) + " failed."
                : percent() / 10 * 10 + "% done.";
    }

    /** In one sentence: {@code 1,201 authorizations updated}. */
    public String title() {
        String rows = f.count(done() ? succeeded() : total(), "authorization", "authorizations");
        return switch (kind()) {
            case "ADD" -> done() ? rows + " added" : "Adding " + rows;
            case "UPDATE" -> done() ? rows + " updated" : "Updating " + rows;
            case "REVERT" -> done() ? "Undone on " + rows : "Undoing on " + rows;
            default -> Words.WORDS.kind(kind());
        };
    }

    public boolean awaitsApproval() {
        return state().equals("AWAITING_APPROVAL");
    }

    /** The page asks again and again; not where somebody may be typing grounds meanwhile. */
    public boolean watched() {
        return !done() && !awaitsApproval();
    }

    public boolean cancellable() {
        return offers("cancel");
    }

    public boolean approvable() {
        return offers("approve");
    }

    public boolean retriable() {
        return offers("retry-failed");
    }

    public boolean undoable() {
        return offers("revert");
    }

    /** The API knows what may be done, and by whom; it links to nothing else. */
    private boolean offers(String deed) {
        return operation.path("links").has(deed);
    }

    public String reverts() {
        return text("reverts");
    }

    public String revertedBy() {
        return text("revertedBy");
    }

    public String retriedBy() {
        return text("retriedBy");
    }

    public String retries() {
        return text("retryOf");
    }

    public boolean adds() {
        return kind().equals("ADD");
    }

    /** The id of the preview that was confirmed; empty for what retries another's rows. */
    String preview() {
        return retries().isEmpty() ? text("previewId") : "";
    }

    /** What whoever decided wrote beside it. */
    public String decisionComment() {
        return operation.path("approval").path("comment").asString("");
    }

    public String decidedBy() {
        return operation.path("approval").path("decidedBy").asString("");
    }

    public String decision() {
        return operation.path("approval").path("decision").asString("");
    }

    private String text(String name) {
        return operation.path(name).asString("");
    }

    private long progress(String name) {
        return operation.path("progress").path(name).asLong(0);
    }
}
