package health.authz.bulk.application;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A client's name as a file has it. It is compared and forgotten: never kept, and shown nowhere, not even where this is written to a log.
 *
 * @param text in any order, with or without a comma
 */
public record WrittenName(String text) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Whether it may mean who is known by another name: one of the two holds all words of the other. Accents and case do not count. */
    boolean isOf(String known) {
        Set<String> here = words(text);
        Set<String> there = words(known);
        return here.containsAll(there) || there.containsAll(here);
    }

    private static Set<String> words(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        return Arrays.stream(BETWEEN.split(plain.replaceAll("['\u2019\u02bc`]", "")
                        .toLowerCase(Locale.ROOT)
                        .replace("\u00df", "ss")))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return "WrittenName";
    }
}
