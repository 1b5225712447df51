package health.authz.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The one line of a log that says best why its process ended. */
final class LogCause {
    private static final int LOOK_BACK_BYTES = 256 * 1024;
    private static final int LINE_MAX = 300;
    private static final Pattern THROWN = Pattern.compile("[\\w.$]+(Exception|Error): .*");
    private static final Pattern LOUD = Pattern.compile("\\b(ERROR|FATAL|Error:|Exception)\\b");

    private LogCause() {}

    /** @param from bytes that the log had already when the process was first started */
    static String of(Path log, long from) {
        List<String> lines = tail(log, from)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return described(lines)
                .or(() -> last(lines, line -> line.startsWith("Caused by: ")).map(line -> line.substring(11)))
                .or(() -> last(lines, line -> THROWN.matcher(line).matches()))
                .or(() -> last(lines, line -> LOUD.matcher(line).find() && !line.startsWith("at ")))
                .or(() -> last(lines, line -> true))
                .map(LogCause::cut)
                .orElse("its log says nothing");
    }

    /** What Spring Boot writes for people, when it knows the cause. */
    private static Optional<String> described(List<String> lines) {
        int at = lines.lastIndexOf("Description:");
        return at < 0 || at + 1 >= lines.size() ? Optional.empty() : Optional.of(lines.get(at + 1));
    }

    private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
        return lines.reversed().stream().filter(wanted).findFirst();
    }

    private static String cut(String line) {
        String sentence = line.replaceFirst("[.\\s]+$", "");
        return sentence.length() <= LINE_MAX ? sentence : sentence.substring(0, LINE_MAX) + "...";
    }

    private static String tail(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.clamp(file.length() - LOOK_BACK_BYTES, Math.min(from, file.length()), file.length()));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
