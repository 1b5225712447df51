package health.authz.directorylist.view;

import health.authz.events.WrittenText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;

/** How texts are made comparable for sorting and search. */
public final class Texts {
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{N}]");

    private Texts() {}

    /** Without regard to case, accents and apostrophes. */
    public static String folded(String text) {
        return WrittenText.searchable(text);
    }

    /** A payer's number as search and claims want it: without blanks and dashes. */
    public static String normalised(String number) {
        return WrittenText.comparable(number);
    }

    /** Every word of the question is found somewhere in one of the fields, whatever the case; without a word, anything. */
    public static Document contains(String question, String... fields) {
        return contains(question, word -> Optional.empty(), fields);
    }

    /** @param also what else a word may mean, besides a part of a field */
    public static Document contains(String question, Function<String, Optional<Document>> also, String... fields) {
        List<Document> words = Arrays.stream(
                        folded(WrittenText.visible(question)).split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> anyOf(word, also, fields))
                .toList();
        return words.isEmpty() ? new Document() : new Document("$and", words);
    }

    private static Document anyOf(String word, Function<String, Optional<Document>> also, String... fields) {
        Stream<Document> parts = Arrays.stream(fields)
                .map(field -> new Document(
                        field,
                        literally(field.equals("numberKey") && !normalised(word).isEmpty() ? normalised(word) : word)));
        return new Document(
                "$or", Stream.concat(parts, also.apply(word).stream()).toList());
    }

    private static Pattern literally(String word) {
        return Pattern.compile(NOT_PLAIN.matcher(word).replaceAll("\\\\$0"));
    }
}
