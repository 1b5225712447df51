package health.authz.directorylist.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People are found however their names are typed. */
class TextsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "munoz|Mu\u00f1oz, Jos\u00e9|true",
                "MU\u00d1OZ jos\u00e9|Munoz, Jose|true",
                "o'neil|O\u2019Neil, Pat|true",
                "O\u2019Neil|O'Neil, Pat|true",
                "oneil|O'Neil, Pat|true",
                "strasse|Stra\u00dfe, Eva|true",
                "Stra\u00dfe|Strasse, Eva|true",
                "munos|Mu\u00f1oz, Jos\u00e9|false"
            })
    void accents_apostrophes_and_sharp_s_make_no_difference(String question, String name, boolean isFound) {
        String kept = Texts.folded(name);
        boolean isThere = Texts.contains(question, "search").getList("$and", Document.class).stream()
                .map(word -> word.getList("$or", Document.class))
                .map(List::getFirst)
                .allMatch(
                        word -> word.get("search", Pattern.class).matcher(kept).find());

        assertThat(isThere).isEqualTo(isFound);
    }
}
