package health.authz.verify;

/**
 * One thing that is not as it should be.
 *
 * @param kind in words that hold no value of any field
 * @param id of what it is about
 */
record Finding(Effect effect, String kind, String id) {
    static Finding missing(String kind, String id) {
        return new Finding(Effect.MISSING, kind, id);
    }

    static Finding doubled(String kind, String id) {
        return new Finding(Effect.DOUBLED, kind, id);
    }

    static Finding different(String kind, String id) {
        return new Finding(Effect.DIFFERENT, kind, id);
    }
}
