package health.authz.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds buttons and links whose accessible name leaves out what stands on them (WCAG 2.5.3): who speaks to the page says what they read. */
final class SpokenNames {
    private static final Pattern NAMED =
            Pattern.compile("(?s)<(a|button|summary)\\b[^>]*\\baria-label=\"([^\"]*)\"[^>]*>(.*?)</\\1>");
    private static final Pattern NOT_READ = Pattern.compile("(?s)<(\\w+)[^>]*aria-hidden=\"true\"[^>]*>.*?</\\1>");

    private SpokenNames() {}

    static List<String> leavingOutText(String html) {
        List<String> wrong = new ArrayList<>();
        Matcher named = NAMED.matcher(html);
        while (named.find()) {
            String text = plain(NOT_READ.matcher(named.group(3)).replaceAll(" ").replaceAll("<[^>]*>", " "));
            if (text.matches(".*\\p{L}.*") && !plain(named.group(2)).contains(text)) {
                wrong.add(text + " is called " + named.group(2));
            }
        }
        return wrong;
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
