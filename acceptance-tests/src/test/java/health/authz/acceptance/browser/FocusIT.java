package health.authz.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that has the focus lies under a bar that stays where it is (WCAG 2.4.11). */
class FocusIT {
    private static final int STEPS_MAX = 150;
    private static final String FILTER = "divisionId=adult&payerId=bcbs";
    private static final String COVERED = """
            const on = document.activeElement;
            if (!on || on === document.body) { return 'end'; }
            const place = on.getBoundingClientRect();
            const across = place.left + place.width / 2;
            const points = place.height > 500 ? [place.top + 2] : [place.top + 2, place.top + place.height / 2, place.bottom - 2];
            const bars = [...document.querySelectorAll('.top, .form-foot, .sheet-foot')].filter(bar => !bar.contains(on));
            const covered = points.map(down => document.elementFromPoint(across, down))
                .some(hit => hit === null || bars.some(bar => bar.contains(hit)));
            return (covered ? 'covered ' : 'seen ') + on.tagName + '#' + on.id + '.' + on.name;""";

    private Browser browser;

    @BeforeAll
    static void start() {
        Stack.running();
    }

    @BeforeEach
    void open() {
        browser = Browser.open().signIn("biller");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    /** Goes round by Tab once, there and back. */
    private void nothingIsCovered(int fieldsAtLeast) {
        for (boolean forward : List.of(true, false)) {
            List<String> steps = new ArrayList<>();
            browser.script("document.activeElement.blur(); scrollTo(0, 0)");
            do {
                browser.tab(forward);
                steps.add(String.valueOf(Objects.requireNonNull(browser.script(COVERED))));
            } while (!steps.getLast().equals("end") && steps.size() < STEPS_MAX);
            assertThat(steps).as(browser.address()).hasSizeGreaterThan(fieldsAtLeast);
            assertThat(steps).as(browser.address()).noneMatch(step -> step.startsWith("covered"));
        }
    }

    @Test
    void in_the_box() {
        browser.go("/console/bulk?of=authorizations&do=update&" + FILTER).awaitElement("#endDate");
        nothingIsCovered(20);
        browser.go("/console/bulk?of=clients&do=add&" + FILTER)
                .awaitElement("#billingCodeGroupId")
                .choose("billingCodeGroupId", "Community support")
                .awaitElement("#lines");
        nothingIsCovered(20);
    }

    @Test
    void in_the_confirmation_whose_button_shows_the_reason_that_is_missing() {
        browser.go("/console/bulk?of=authorizations&do=update&" + FILTER)
                .awaitElement("#endDate")
                .fill("endDate", Stack.running().today().plusDays(23).toString())
                .fill("unitAlertLevel", "2")
                .fill("payerReference", "call 4471")
                .click("Preview")
                .awaitElement("#reason");
        nothingIsCovered(10);

        browser.script("document.activeElement.blur(); scrollTo(0, 0)");
        browser.tick(".sheet-foot button[type=submit]");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("reason");
        assertThat(browser.script(COVERED)).asString().startsWith("seen");
    }

    @Test
    void in_the_group_editor() {
        browser.go("/console/groups").awaitElement("table.rows tbody a").tick("table.rows tbody a");
        browser.awaitElement(".form-foot");
        nothingIsCovered(10);
    }
}
