package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in files: whom they may mean, and that they are shown nowhere. */
class WrittenNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reed, Ann|Reed, Ann|true",
                "Ann Reed|Reed, Ann|true",
                "REED, ANN|Reed, Ann|true",
                "Reed|Reed, Ann|true",
                "Reed, Ann Marie|Reed, Ann|true",
                "Munoz, Jose|Mu\u00f1oz, Jos\u00e9|true",
                "O\u2019Neil, Pat|O'Neil, Pat|true",
                "Gro\u00df, Eva|Gross, Eva|true",
                "Reed, Bea|Reed, Ann|false",
                "Field, Ann|Reed, Ann|false"
            })
    void a_name_means_who_has_all_its_words_or_whose_words_it_has(String written, String known, boolean isSame) {
        assertThat(new WrittenName(written).isOf(known)).isEqualTo(isSame);
    }

    @Test
    void it_does_not_show_itself() {
        assertThat(new WrittenName("Reed, Ann").toString()).doesNotContain("Reed");
    }
}
