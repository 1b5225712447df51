package health.authz.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody sees changes nothing, and what was lost is noticed. */
class WrittenTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "QX-9",
                " QX-9\t",
                "QX-9\u00a0",
                "\u200bQX-9",
                "\u202eQX-9\u202c",
                "\ufeffQX-9",
                "Q\u200dX-\u20609",
                "\u3000QX-9\u115f",
                "QX\u00ad-9"
            })
    void what_nobody_sees_is_gone(String written) {
        assertThat(WrittenText.visible(written)).isEqualTo("QX-9");
        assertThat(WrittenText.comparable(written)).isEqualTo("qx9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QX\u20139", "qx\u22129", "Q X\u20109", "QX 9", "qx\u20119"})
    void numbers_compare_without_spaces_dashes_and_case(String written) {
        assertThat(WrittenText.comparable(written)).isEqualTo("qx9");
    }

    @Test
    void spaces_within_stay_one_for_one_and_scripts_keep_their_joiners() {
        assertThat(WrittenText.visible("call\u00a0 4471")).isEqualTo("call  4471");
        assertThat(WrittenText.visible("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))
                .contains("\u200c");
        assertThat(WrittenText.visible("a\tb"))
                .as("a control character is for others to judge")
                .isEqualTo("a\tb");
    }

    @Test
    void nothing_to_be_seen_is_blank() {
        assertThat(WrittenText.isBlank(" \u00a0\u200b\u2066")).isTrue();
        assertThat(WrittenText.isBlank("-")).isFalse();
    }

    @Test
    void an_id_is_seen_whole_and_says_something() {
        for (String id : new String[] {"c-1", "7", "\u00e9_"}) {
            assertThat(WrittenText.isId(id)).as(id).isTrue();
        }
        for (String none : new String[] {"", ".", "..", "-_-", " c-1", "c\u200b1", "c\ufffd", "\u00a0"}) {
            assertThat(WrittenText.isId(none)).as(none).isFalse();
        }
    }

    @Test
    void what_was_lost_on_the_way_is_noticed() {
        assertThat(WrittenText.isUnreadable("Jos\ufffd")).isTrue();
        assertThat(WrittenText.isUnreadable("a\ud800")).isTrue();
        assertThat(WrittenText.isUnreadable("\udc00a")).isTrue();
        assertThat(WrittenText.isUnreadable("a\0")).isTrue();
        assertThat(WrittenText.isUnreadable("Jos\u00e9 \ud83d\ude00")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mu\u00f1oz, Jos\u00e9|munoz, jose",
                "Mun\u0303oz|munoz",
                "O\u2019Neil|oneil",
                "O'Neil|oneil",
                "Gro\u00df|gross",
                "S\u00f8rensen \u0141ukasz|sorensen lukasz",
                "\u0130pek|ipek",
                "PA-881|pa-881",
                "\u674e\u660e|\u674e\u660e"
            })
    void search_knows_no_accents_apostrophes_and_case(String text, String searched) {
        assertThat(WrittenText.searchable(text)).isEqualTo(searched);
        assertThat(WrittenText.searchable(searched)).isEqualTo(searched);
    }
}
