package health.authz.acceptance.browser;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Browsers that allow less than most, people who go away for a while, and files that are too large. */
class PlainBrowserIT {
    private static final String UPDATE =
            "/console/bulk?of=authorizations&do=update&divisionId=adult&payerId=medicaid&billingCode=H0004";
    private static final Duration IDLE = Duration.ofSeconds(55);
    private static final Duration WARNING = Duration.ofSeconds(43);

    @TempDir
    Path folder;

    @Test
    void without_cookies_a_page_says_that_they_are_needed_and_the_way_ends_there() {
        try (Browser browser = Browser.withoutCookies()) {
            browser.go("/console/authorizations")
                    .tick("button[value='biller']")
                    .awaitText("Allow cookies for this site")
                    .accessible();
            assertThat(browser.address()).startsWith("/sign-in/failed");
        }
    }

    @Test
    void without_scripts_a_change_is_confirmed_watched_by_reload_and_taken_back() {
        try (Browser browser = Browser.withoutScripts().signIn("biller")) {
            browser.go(UPDATE)
                    .fill("payerReference", "without scripts")
                    .click("Preview")
                    .awaitAddress("/console/previews/[0-9a-f-]{36}")
                    .reloadUntil("will change")
                    .choose("reason", "Correction")
                    .click("Update ")
                    .awaitAddress("/console/operations/[0-9a-f-]{36}")
                    .reloadUntil("authorizations updated")
                    .click("Undo this operation")
                    .awaitAddress("/console/previews/[0-9a-f-]{36}")
                    .reloadUntil("will go back")
                    .choose("reason", "Correction")
                    .click("Undo on ")
                    .awaitAddress("/console/operations/[0-9a-f-]{36}")
                    .reloadUntil("Undone on");
        }
    }

    @Test
    void who_did_nothing_for_a_while_is_asked_and_loses_nothing_typed_whether_they_answer_or_not() {
        try (ImpatientGateway gateway = ImpatientGateway.start(IDLE, WARNING, folder);
                Browser browser = Browser.at(gateway.address()).signIn("biller")) {
            browser.go(UPDATE).fill("payerReference", "call 4471");

            browser.awaitElement("dialog.session-warning[open]").accessible().picture("session-warning");
            assertThat(browser.textOf("dialog.session-warning"))
                    .contains("Are you still there?", "you will be logged off", "Stay signed in", "Log off now");
            browser.press(Keys.ENTER).awaitGone("dialog.session-warning");
            assertThat(browser.valueOf("payerReference")).isEqualTo("call 4471");
            browser.fill("payerReference", "call 4471, and again");

            browser.awaitElement("dialog.session-warning[open]");
            browser.tick("button[value='biller']").awaitElement("#payerReference");
            assertThat(browser.valueOf("payerReference")).isEqualTo("call 4471, and again");
            assertThat(browser.textOf(".session-note")).contains("What you typed was put back");
        }
    }

    @Test
    void a_file_that_is_too_large_is_said_at_its_field_before_it_is_sent_and_after() throws IOException {
        Path large = folder.resolve("large.csv");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(70L * 1024 * 1024);
        }
        try (Browser browser = Browser.open().signIn("biller")) {
            browser.go("/console/import")
                    .fill("bulk-file", large.toString())
                    .awaitText("The file has more than 64 MB.")
                    .click("Preview changes")
                    .accessible();
            assertThat(browser.address()).as("it stays here").isEqualTo("/console/import");
        }
        try (Browser browser = Browser.withoutScripts().signIn("biller")) {
            browser.go("/console/import")
                    .fill("bulk-file", large.toString())
                    .click("Preview changes")
                    .awaitText("The file has more than 64 MB, so nothing of it was taken.");
            eventually(() -> assertThat(browser.address()).startsWith("/console/import"));
        }
    }
}
