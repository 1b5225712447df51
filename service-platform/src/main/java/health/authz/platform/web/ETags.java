package health.authz.platform.web;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Versions as entity tags: a number in quotes. Read as callers send them: several with commas between them, weak ({@code W/"5"}), with the
 * name of a compression that something on the way added ({@code "5-gzip"}), and {@code *} for whatever it is now.
 */
public final class ETags {
    private static final String ANY = "*";

    private static final Pattern TAG =
            Pattern.compile("(?:W/)?\"?(\\d{1,18})(?:--?(?:gzip|br|deflate|zstd))?\"?", Pattern.CASE_INSENSITIVE);

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** @throws ProblemException 428 if missing, 412 if no tag is that of the current version */
    public static void require(@Nullable String ifMatch, long current) {
        if (present(ifMatch).equals(ANY)) {
            return;
        }
        List<OptionalLong> versions = versions(ifMatch);
        if (versions.stream().noneMatch(OptionalLong::isPresent)) {
            throw Problems.noTagOfOurs();
        }
        if (versions.stream().noneMatch(version -> version.equals(OptionalLong.of(current)))) {
            throw Problems.preconditionFailed(current);
        }
    }

    /**
     * The newest version that is named, for rules of their own on what may have happened since; {@code null} for {@code *}.
     *
     * @throws ProblemException 428 if missing, 412 if no tag is one of ours
     */
    public static @Nullable Long newest(@Nullable String ifMatch) {
        if (present(ifMatch).equals(ANY)) {
            return null;
        }
        return versions(ifMatch).stream()
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElseThrow(Problems::noTagOfOurs);
    }

    /**
     * Whether something is to be made and nothing replaced ({@code If-None-Match: *}).
     *
     * @throws ProblemException 400 for tags, which say nothing here
     */
    public static boolean onlyIfAbsent(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null || ifNoneMatch.isBlank()) {
            return false;
        }
        if (!ifNoneMatch.strip().equals(ANY)) {
            throw Problems.invalid(
                    "If-None-Match",
                    "is * here (make it only if there is none); to change what you read, send If-Match");
        }
        return true;
    }

    private static String present(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problems.preconditionRequired();
        }
        return ifMatch.strip();
    }

    private static List<OptionalLong> versions(@Nullable String ifMatch) {
        return Pattern.compile(",")
                .splitAsStream(present(ifMatch))
                .map(ETags::version)
                .toList();
    }

    private static OptionalLong version(String tag) {
        Matcher ours = TAG.matcher(tag.strip());
        return ours.matches() ? OptionalLong.of(Long.parseLong(ours.group(1))) : OptionalLong.empty();
    }
}
