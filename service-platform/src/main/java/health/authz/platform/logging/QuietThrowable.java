package health.authz.platform.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A thrown one as it may be written down; what it says of others who may not be repeated is left out of its own text too. */
final class QuietThrowable implements IThrowableProxy {
    private static final List<String> REPEAT_WHAT_THEY_WERE_GIVEN = List.of(
            "java.sql.",
            "org.postgresql.",
            "com.mongodb.",
            "tools.jackson.",
            "com.fasterxml.jackson.",
            "java.time.format.",
            "java.lang.NumberFormatException");

    private final IThrowableProxy thrown;
    private final @Nullable QuietThrowable cause;
    private final List<QuietThrowable> suppressed;

    QuietThrowable(IThrowableProxy thrown) {
        this.thrown = thrown;
        this.cause = thrown.getCause() == null ? null : new QuietThrowable(thrown.getCause());
        this.suppressed = Stream.ofNullable(thrown.getSuppressed())
                .flatMap(Arrays::stream)
                .map(QuietThrowable::new)
                .toList();
    }

    @Override
    public @Nullable String getMessage() {
        String said = thrown.getMessage();
        if (said == null) {
            return null;
        }
        if (repeats()) {
            return "(text left out" + place() + ")";
        }
        return Stream.concat(Stream.ofNullable(cause), suppressed.stream())
                .reduce(said, (text, other) -> other.leftOutOf(text), (one, same) -> one);
    }

    /** Whoever wraps a failure often repeats its text. */
    private String leftOutOf(String text) {
        String own = thrown.getMessage();
        String quieter = own == null || own.isEmpty() ? text : text.replace(own, Objects.toString(getMessage(), ""));
        return cause == null ? quieter : cause.leftOutOf(quieter);
    }

    private boolean repeats() {
        return REPEAT_WHAT_THEY_WERE_GIVEN.stream().anyMatch(thrown.getClassName()::startsWith)
                && !(real() instanceof Throwable known && SqlPlaces.isHarmless(known));
    }

    private String place() {
        return real() instanceof Throwable known ? SqlPlaces.of(known).collect(Collectors.joining()) : "";
    }

    private @Nullable Throwable real() {
        return thrown instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return cause;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return suppressed.toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }
}
