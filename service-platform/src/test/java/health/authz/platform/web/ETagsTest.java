package health.authz.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"5\"",
                "W/\"5\"",
                "5",
                "\"3\", \"5\"",
                "\"5\",\"x\"",
                "\"5-gzip\"",
                "\"5--gzip\"",
                "W/\"5-br\"",
                "*",
                " * "
            })
    void the_current_version_is_known_however_it_is_sent(String ifMatch) {
        assertThatCode(() -> ETags.require(ifMatch, 5)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4\"", "\"3\", \"4\"", "\"55\"", "\"4-gzip\""})
    void another_version_was_changed_since(String ifMatch) {
        refused(() -> ETags.require(ifMatch, 5), 412, "changed-meanwhile", "changed after you read it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "\"5-zip\"", "5 4", ",", "\"9999999999999999999\""})
    void what_is_no_tag_of_ours_is_explained(String ifMatch) {
        refused(() -> ETags.require(ifMatch, 5), 412, "changed-meanwhile", "a number in quotes");
        refused(() -> ETags.newest(ifMatch), 412, "changed-meanwhile", "a number in quotes");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void nothing_is_too_little(String ifMatch) {
        refused(() -> ETags.require(ifMatch, 5), 428, "if-match-required", "Send If-Match");
        refused(() -> ETags.newest(ifMatch), 428, "if-match-required", "Send If-Match");
    }

    @Test
    void of_several_the_newest_is_what_the_caller_has_seen() {
        assertThat(ETags.newest("\"3\", W/\"7-gzip\", \"x\"")).isEqualTo(7);
        assertThat(ETags.newest("*")).isNull();
    }

    @Test
    void only_a_star_says_to_make_and_not_to_replace() {
        assertThat(ETags.onlyIfAbsent("*")).isTrue();
        assertThat(ETags.onlyIfAbsent(null)).isFalse();
        refused(() -> ETags.onlyIfAbsent("\"5\""), 400, "invalid-field", "If-None-Match");
    }

    private static void refused(ThrowingCallable asked, int status, String slug, String detail) {
        assertThatThrownBy(asked).asInstanceOf(type(ProblemException.class)).satisfies(problem -> {
            assertThat(problem.status().value()).isEqualTo(status);
            assertThat(problem.slug()).isEqualTo(slug);
            assertThat(problem.detail()).contains(detail);
        });
    }
}
