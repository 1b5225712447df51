package health.authz.gateway.console.words;

import java.util.Locale;

/** The API speaks of a field ("is a number without quotes, such as 48"); a person reads a sentence without JSON. */
final class Sentences {
    private Sentences() {}

    static String of(String detail) {
        String text = detail.replace(" without quotes", "")
                .replace("\"", "")
                .replace("; leave it out, or send null to clear it", "")
                .replace("; leave it out to keep it, or give a value", "")
                .replace("cannot be null", "cannot be left blank")
                .strip();
        if (text.isEmpty()) {
            return "This is not right.";
        }
        if (startsWithVerb(text)) {
            text = "This " + text;
        }
        String sentence = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static boolean startsWithVerb(String text) {
        return text.startsWith("is ")
                || text.startsWith("has ")
                || text.startsWith("holds ")
                || text.startsWith("lies ")
                || text.startsWith("stands ")
                || text.startsWith("cannot ")
                || text.startsWith("can ");
    }
}
