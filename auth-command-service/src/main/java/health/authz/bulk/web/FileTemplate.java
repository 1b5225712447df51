package health.authz.bulk.web;

import health.authz.platform.web.CsvCells;
import java.util.List;
import java.util.Locale;

/** A sheet to fill in, which has nothing but the line that names the columns. */
final class FileTemplate {
    private FileTemplate() {}

    /** Names of columns as people write them. @param toAdd rows, which have no id yet */
    static String csv(boolean toAdd) {
        List<String> names = FileFields.COLUMNS.stream()
                .filter(name -> !toAdd || !name.equals("authorizationId"))
                .map(FileTemplate::inWords)
                .toList();
        return CsvCells.line(names);
    }

    private static String inWords(String name) {
        String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return (Character.toUpperCase(words.charAt(0)) + words.substring(1)).replaceAll(" id$", " ID");
    }
}
