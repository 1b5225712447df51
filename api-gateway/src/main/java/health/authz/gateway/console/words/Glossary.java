package health.authz.gateway.console.words;

import static health.authz.gateway.console.Words.WORDS;

import health.authz.gateway.console.Words;

/** The dictionary ({@link Words}) for screens that need single words of it. */
public final class Glossary {
    private Glossary() {}

    public static String field(String name) {
        return WORDS.field(name);
    }

    public static String reason(String name) {
        return WORDS.reason(name);
    }

    public static String event(String type) {
        return WORDS.event(type);
    }

    public static String codeType(String name) {
        return WORDS.codeType(name);
    }

    public static String decrement(String name) {
        return WORDS.decrement(name);
    }

    public static String alert(String kind) {
        return WORDS.alert(kind);
    }

    public static String cause(String name) {
        return WORDS.cause(name);
    }

    /** {@code someName}, {@code SOME_NAME} and {@code SomeName} become {@code Some name}. */
    public static String spelled(String name) {
        return Words.plain(name);
    }
}
