package health.authz.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds names that only programs send in what a page shows or reads aloud: {@code typedCount}, {@code WOULD_CHANGE}, {@code patch}. */
final class WireNames {
    private static final Pattern NOT_SHOWN = Pattern.compile(
            "(?s)<(script|style|code|template)\\b.*?</\\1>|<(\\w+)[^>]*class=\"[^\"]*\\bmono\\b[^>]*>.*?</\\2>|<!--.*?-->");
    private static final Pattern SAID =
            Pattern.compile("\\b(?:aria-label|title|placeholder|alt|data-label|data-news)=\"([^\"]*)\"");
    private static final Pattern NAME =
            Pattern.compile("\\b[a-z]+[A-Z][A-Za-z]+\\b|\\b[A-Z]+(?:_[A-Z0-9]+)+\\b|\\bpatch\\b");

    private WireNames() {}

    static List<String> in(String html) {
        String body = NOT_SHOWN.matcher(html).replaceAll(" ");
        StringBuilder shown = new StringBuilder();
        Matcher said = SAID.matcher(body);
        while (said.find()) {
            shown.append(said.group(1)).append('\n');
        }
        shown.append(body.replaceAll("<[^>]*>", " "));
        List<String> names = new ArrayList<>();
        NAME.matcher(shown).results().forEach(found -> names.add(found.group()));
        return names;
    }
}
