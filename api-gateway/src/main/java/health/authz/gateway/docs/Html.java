package health.authz.gateway.docs;

/** HTML of plain texts: nothing of a text is taken for markup, but for a little of Markdown where it is asked for. */
final class Html {
    private Html() {}

    static String text(Object value) {
        return value.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A line with {@code `code`} and {@code **strong**}. */
    static String line(String markdown) {
        return text(markdown)
                .replaceAll("`([^`]+)`", "<code>$1</code>")
                .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>");
    }

    /** Paragraphs, parted by empty lines. */
    static String paragraphs(String markdown) {
        StringBuilder html = new StringBuilder();
        for (String paragraph : markdown.strip().split("\n\\s*\n")) {
            html.append("<p>").append(line(paragraph)).append("</p>\n");
        }
        return html.toString();
    }
}
