package health.authz.verify;

/** What can be wrong with something that follows from stored events. */
public enum Effect {
    /** It is not there, or as it was before. */
    MISSING,
    /** It is there and nothing that is stored stands for it. */
    DOUBLED,
    /** It is there and says something else. */
    DIFFERENT
}
